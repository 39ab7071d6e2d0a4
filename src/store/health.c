#include "store/health.h"

#include "domain/right.h"
#include "domain/state.h"

SQL_SCAN(health_audit, "one look at the last entry of each tree; roots are few",
    "SELECT (SELECT a.at FROM audit a WHERE a.region_id = h.region_id AND a.seq = h.seq) AS at FROM audit_head h WHERE h.seq > 0 ORDER BY at DESC LIMIT 1");
SQL_SCAN(health_people, "coordinators are a small part of grants, and the doctor is asked rarely",
    "SELECT count(DISTINCT CASE WHEN g.role = :admin THEN a.id END), count(DISTINCT a.id), count(DISTINCT CASE WHEN a.totp_secret IS NULL THEN a.id END)"
    " FROM account_grant g JOIN account a ON a.region_id = g.region_id AND a.id = g.account_id"
    " WHERE g.revoked_at IS NULL AND g.role IN (:admin, :region, :municipality) AND a.state = :active");
SQL_READ(health_jobs_silent, "SELECT count(*) FROM job WHERE state = :runs AND made_at >= 0 AND beat_at < :silent");
SQL_READ(health_jobs_late, "SELECT count(*) FROM job WHERE state = :waits AND made_at < :late");
SQL_READ(health_jobs_failed, "SELECT count(*) FROM job WHERE state = :failed AND made_at >= :week");

static bool one_number(DbRead *db, const Sql *sql, const DbArg *args, size_t n_args, int64_t *out, Err *err)
{
    bool found;
    DbRows *rows = db_one(db, sql, args, n_args, &found, err);
    if (rows == NULL) return false;
    *out = found ? db_int(rows, 0) : 0;
    return db_end(rows, err);
}

bool health_get(DbRead *db, int64_t now, Health *out, Err *err)
{
    *out = (Health){ 0 };
    bool found;
    DbRows *rows = db_one(db, &health_people, DB_ARGS(DB_INT("admin", ROLE_ADMIN), DB_INT("region", ROLE_REGION), DB_INT("municipality", ROLE_MUNICIPALITY),
                          DB_INT("active", ACCOUNT_ACTIVE)), &found, err);
    if (rows == NULL) return false;
    out->n_admins = db_int(rows, 0);
    out->n_coordinators = db_int(rows, 1);
    out->n_coordinators_alone = db_int(rows, 2);
    return db_end(rows, err) && one_number(db, &health_audit, DB_NO_ARGS, &out->last_audit_at, err) &&
        one_number(db, &health_jobs_silent, DB_ARGS(DB_INT("runs", JOB_RUNS), DB_INT("silent", now - 600)), &out->n_jobs_silent, err) &&
        one_number(db, &health_jobs_late, DB_ARGS(DB_INT("waits", JOB_WAITS), DB_INT("late", now - 3600)), &out->n_jobs_late, err) &&
        one_number(db, &health_jobs_failed, DB_ARGS(DB_INT("failed", JOB_FAILED), DB_INT("week", now - 7 * 86400)), &out->n_jobs_failed, err);
}
