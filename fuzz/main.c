/* Replays a corpus where there is no libFuzzer: every file of the given folders once, in order of names. */
#include <dirent.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n);

static size_t n_replayed;

static void replay(const char *path)
{
    FILE *file = fopen(path, "rb");
    if (file == NULL || fseek(file, 0, SEEK_END) != 0) {
        perror(path);
        exit(1);
    }
    long n = ftell(file);
    rewind(file);
    uint8_t *bytes = malloc(n > 0 ? (size_t)n : 1); /* exact size, so that sanitizers see a read past the end */
    if (bytes == NULL || n < 0 || fread(bytes, 1, (size_t)n, file) != (size_t)n) {
        perror(path);
        exit(1);
    }
    fclose(file);
    LLVMFuzzerTestOneInput(bytes, (size_t)n);
    free(bytes);
    n_replayed++;
}

static int is_input(const struct dirent *entry) { return entry->d_name[0] != '.'; }

int main(int argc, char **argv)
{
    for (int i = 1; i < argc; i++) {
        struct dirent **entries;
        int n = scandir(argv[i], &entries, is_input, alphasort);
        for (int j = 0; j < n; j++) {
            char path[4096];
            snprintf(path, sizeof path, "%s/%s", argv[i], entries[j]->d_name);
            replay(path);
            free(entries[j]);
        }
        if (n >= 0) free(entries);
    }
    printf("%zu inputs\n", n_replayed);
    return n_replayed == 0 ? 77 : 0; /* 77: skipped, as meson understands it */
}
