/* Files as read, without their sheets. */
#include <stdio.h>

#include "domain/snapshot_.h"

/* A text of fixed room, ended by NUL. */
static void walk_fixed(Wire *wire, char *at, size_t room)
{
    Str text = wire_reads(wire) ? STR_EMPTY : str_of(at);
    wire_str(wire, &text);
    if (wire_reads(wire)) snprintf(at, room, "%.*s", STR_ARG(text));
}

static void walk_complaint(Wire *wire, Complaint *at)
{
    wire_str(wire, &at->sheet);
    wire_u32(wire, &at->row), wire_u32(wire, &at->column);
    wire_str(wire, &at->value);
    wire_z(wire, &at->code);
    WIRE_ENUM(wire, at->severity, SEVERITY_ERROR);
    wire_str(wire, &at->text);
}

void walk_file(Wire *wire, InputFile *at)
{
    wire_str(wire, &at->path), wire_str(wire, &at->name);
    walk_fixed(wire, at->sha256, sizeof at->sha256);
    wire_str(wire, &at->format);
    wire_bool(wire, &at->readable);
    WIRE_ENUM(wire, at->why.code, ERR_BUG);
    walk_fixed(wire, at->why.what, sizeof at->why.what);
    walk_fixed(wire, at->why.hint, sizeof at->why.hint);
    wire_u64(wire, &at->rows), wire_u64(wire, &at->works), wire_u64(wire, &at->absent), wire_u64(wire, &at->rejected);
    wire_count(wire, &at->n_complaints, 7);
    Complaint *complaints = WIRE_ITEMS(wire, Complaint, at->complaints, at->n_complaints);
    for (uint32_t i = 0; complaints != NULL && i < at->n_complaints; i++) walk_complaint(wire, &complaints[i]);
    wire_u64(wire, &at->complaints_total);
    if (wire_reads(wire)) at->complaints = complaints;
}
