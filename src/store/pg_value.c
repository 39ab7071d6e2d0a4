/* Values in the binary form of the server's protocol. */
#include <endian.h>
#include <math.h>

#include "store/pg_.h"

static const char *put(PgValue *room, const void *bytes, size_t n, int *length)
{
    memcpy(room->bytes, bytes, n);
    *length = (int)n;
    return room->bytes;
}

static const char *encode_int(int64_t value, Oid type, PgValue *room, int *length)
{
    uint16_t two = htobe16((uint16_t)value);
    uint32_t four = htobe32((uint32_t)value);
    uint64_t eight = htobe64((uint64_t)value);
    switch (type) {
    case PG_INT2: BUG_ON(value != (int16_t)value); return put(room, &two, 2, length);
    case PG_INT4: BUG_ON(value != (int32_t)value); return put(room, &four, 4, length);
    default: BUG_ON(type != PG_INT8); return put(room, &eight, 8, length);
    }
}

static const char *encode_real(double value, PgValue *room, int *length)
{
    if (isnan(value)) return NULL; /* as in SQLite: not a number is nothing */
    if (value == 0) value = 0;     /* and there is one zero */
    uint64_t eight;
    memcpy(&eight, &value, 8);
    eight = htobe64(eight);
    return put(room, &eight, 8, length);
}

const char *pg_encode(const DbArg *arg, Oid type, PgValue *room, int *length)
{
    *length = 0;
    if (arg == NULL) return NULL;
    switch (arg->kind) {
    case DB_ARG_INT: return type == PG_FLOAT8 ? encode_real((double)arg->i, room, length) : encode_int(arg->i, type, room, length);
    case DB_ARG_REAL: return encode_real(arg->x, room, length);
    case DB_ARG_TEXT:
    case DB_ARG_BLOB: *length = (int)arg->s.n; return arg->s.n > 0 ? arg->s.at : "";
    case DB_ARG_NULL: break;
    }
    return NULL;
}

static int16_t int2_at(const char *p)
{
    uint16_t v;
    memcpy(&v, p, 2);
    return (int16_t)be16toh(v);
}

static uint32_t int4_at(const char *p)
{
    uint32_t v;
    memcpy(&v, p, 4);
    return be32toh(v);
}

static uint64_t int8_at(const char *p)
{
    uint64_t v;
    memcpy(&v, p, 8);
    return be64toh(v);
}

/* sum() and avg() of integers: digits to the base 10,000. A whole one that fits is an integer, as SQLite gives it. */
static void decode_numeric(const char *p, DbArg *out)
{
    int n = int2_at(p), weight = int2_at(p + 2);
    uint16_t sign = (uint16_t)int2_at(p + 4);
    bool whole = int2_at(p + 6) == 0, over = false;
    int64_t sum = 0;
    long double real = 0;
    for (int i = 0; i < n || (whole && i <= weight); i++) {
        int digit = i < n ? int2_at(p + 8 + 2 * i) : 0;
        real += (long double)digit * powl(10000, weight - i);
        over = over || __builtin_mul_overflow(sum, 10000, &sum) || __builtin_add_overflow(sum, digit, &sum);
    }
    if (whole && !over) *out = (DbArg){ .name = out->name, .kind = DB_ARG_INT, .i = sign == 0x4000 ? -sum : sum };
    else *out = (DbArg){ .name = out->name, .kind = DB_ARG_REAL, .x = (double)(sign == 0x4000 ? -real : real) };
}

static double float8_of(uint64_t bits)
{
    double x;
    memcpy(&x, &bits, 8);
    return x;
}

static double float4_of(uint32_t bits)
{
    float x;
    memcpy(&x, &bits, 4);
    return (double)x;
}

void pg_decode(const PGresult *result, int row, int column, DbArg *out)
{
    *out = (DbArg){ .name = PQfname(result, column), .kind = DB_ARG_NULL };
    if (PQgetisnull(result, row, column)) return;
    const char *p = PQgetvalue(result, row, column);
    Oid type = PQftype(result, column);
    out->kind = DB_ARG_INT;
    switch (type) {
    case PG_BOOL: out->i = p[0] != 0; break;
    case PG_INT2: out->i = int2_at(p); break;
    case PG_INT4: out->i = (int32_t)int4_at(p); break;
    case PG_INT8: out->i = (int64_t)int8_at(p); break;
    case PG_NUMERIC: decode_numeric(p, out); break;
    case PG_FLOAT4: out->kind = DB_ARG_REAL; out->x = float4_of(int4_at(p)); break;
    case PG_FLOAT8: out->kind = DB_ARG_REAL; out->x = float8_of(int8_at(p)); break;
    case PG_BYTEA: out->kind = DB_ARG_BLOB; break;
    default: BUG_ON(type != PG_TEXT && type != PG_VARCHAR && type != PG_NAME); out->kind = DB_ARG_TEXT;
    }
    if (out->kind == DB_ARG_TEXT || out->kind == DB_ARG_BLOB) out->s = (Str){ p, (size_t)PQgetlength(result, row, column) };
}
