/* One record drawn: its fields, lists, what stands beside it. For the page of a record. */
#ifndef WEB_RECORD_VIEW_H
#define WEB_RECORD_VIEW_H

#include "web/record_part.h"

/* Fields as facts and paragraphs, lists as tables. */
void record_view_data(Ctx *ctx, Node *parent, const RecordPage *page);
/* State and the moves from it: buttons, with a reason where one is needed. */
void record_view_moves(Ctx *ctx, Node *parent, const RecordPage *page);
/* «Поставить на контроль»: while there are decisions that are not under control yet. */
bool record_view_control(Ctx *ctx, Node *parent, const RecordPage *page, Err *err);
/* Counts by mark and a way to the list. */
bool record_view_people(Ctx *ctx, Node *parent, const RecordPage *page, Err *err);
/* «Подтверждает пункты плана». */
bool record_view_evidence(Ctx *ctx, Node *parent, const RecordPage *page, Err *err);
bool record_view_links(Ctx *ctx, Node *parent, const RecordPage *page, Err *err);
/* Frozen data with their tables, and the form that adds some. */
bool record_view_frozen(Ctx *ctx, Node *parent, const RecordPage *page, Err *err);
bool record_view_files(Ctx *ctx, Node *parent, const RecordPage *page, Err *err);
bool record_view_notes(Ctx *ctx, Node *parent, const RecordPage *page, Err *err);
/* What each saved version changed, latest first. */
bool record_view_versions(Ctx *ctx, Node *parent, const RecordPage *page, Err *err);

/* «?via=order/5» of the address, so that files and papers of what a sent document rests on open too; mostly empty. */
Str record_view_via(Ctx *ctx);
/* For an addressee: the whole page under its head; its crumbs. */
bool record_sent_show(Ctx *ctx, const RecordPage *page, Err *err);
void record_sent_crumbs(Ctx *ctx, const RecordPage *page);
/* «Ознакомлен», or who did it when. back: to the record again. */
void record_sent_seen(Ctx *ctx, Node *parent, const CascadeTo *one, bool back);

/* A form of one step of the record's page: hidden «step», fields, one button; what was typed stays after a failure. */
void record_view_form(Ctx *ctx, Node *parent, const RecordPage *page, const char *step, const char *button, bool is_upload, uint32_t n, const Field *fields);

/* One press does it: posts «step» and «what» to the record's page. about: said after the title, may be empty */
Button record_view_step(Ctx *ctx, const RecordPage *page, const char *step, Str what, Str title, Str about);

#endif
