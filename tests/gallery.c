/* Writes a document with every node, cell and chart kind: for the eyes (gallery > page.html), and for tests (gallery.h). All numbers are invented. */
#include <stdio.h>

#include "gallery.h"

int main(void)
{
    Arena *arena = arena_new(0);
    Buf out;
    buf_init(&out, 0);
    Err err = { 0 };
    if (!doc_html(gallery_doc(arena), &out, &err)) return 1;
    fwrite(out.at, 1, out.n, stdout);
    buf_free(&out);
    arena_free(arena);
    return 0;
}
