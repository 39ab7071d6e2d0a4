#include "web/converter.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/limits.h"

enum { FILE_END, ANSWER_END, N_ENDS };

typedef union Passed { struct cmsghdr head; char room[CMSG_SPACE(sizeof(int) * N_ENDS)]; } Passed;

bool convert_send(int asks_fd, const ConvertAsk *ask, int file, int answer)
{
    int ends[N_ENDS] = { [FILE_END] = file, [ANSWER_END] = answer };
    Passed passed = { .room = { 0 } };
    struct iovec piece = { (void *)(uintptr_t)ask, sizeof *ask };
    struct msghdr message = { .msg_iov = &piece, .msg_iovlen = 1, .msg_control = passed.room, .msg_controllen = sizeof passed.room };
    struct cmsghdr *head = CMSG_FIRSTHDR(&message);
    *head = (struct cmsghdr){ .cmsg_level = SOL_SOCKET, .cmsg_type = SCM_RIGHTS, .cmsg_len = CMSG_LEN(sizeof ends) };
    memcpy(CMSG_DATA(head), ends, sizeof ends);
    return sendmsg(asks_fd, &message, MSG_DONTWAIT | MSG_NOSIGNAL) == sizeof *ask;
}

/* -1: the other side is gone; 0: no ask; 1: one, its ends are ours. */
static int receive(int asks_fd, ConvertAsk *ask, int ends[static N_ENDS])
{
    Passed passed;
    struct iovec piece = { ask, sizeof *ask };
    struct msghdr message = { .msg_iov = &piece, .msg_iovlen = 1, .msg_control = passed.room, .msg_controllen = sizeof passed.room };
    ssize_t got = recvmsg(asks_fd, &message, MSG_CMSG_CLOEXEC);
    if (got <= 0) return got < 0 && errno == EINTR ? 0 : -1;
    const struct cmsghdr *head = CMSG_FIRSTHDR(&message);
    if (head == NULL || head->cmsg_type != SCM_RIGHTS || head->cmsg_len != CMSG_LEN(sizeof(int) * N_ENDS)) return 0;
    memcpy(ends, CMSG_DATA(head), sizeof(int) * N_ENDS);
    if (got == sizeof *ask && ask->n_name <= sizeof ask->name && ask->n_bytes > 0 && ask->n_bytes <= LIMIT_UPLOAD_BYTES) return 1;
    for (int i = 0; i < N_ENDS; i++) close(ends[i]);
    return 0;
}

/* Whoever asked has closed its end: it was told to wait no longer. */
static bool given_up(int answer)
{
    struct pollfd look = { .fd = answer };
    return poll(&look, 1, 0) > 0 && (look.revents & POLLERR) != 0;
}

static void answer_one(const ConvertAsk *ask, int file, int answer, ConvertRun run)
{
    struct stat about;
    if (given_up(answer) || fstat(file, &about) != 0 || about.st_size < 0 || (uint64_t)about.st_size < ask->n_bytes) return;
    void *at = mmap(NULL, ask->n_bytes, PROT_READ, MAP_PRIVATE, file, 0);
    if (at == MAP_FAILED) return;
    Buf out;
    buf_init(&out, LIMIT_CHILD_OUT_BYTES);
    alarm(LIMIT_CONVERT_WAIT_MS / 1000 + 1); /* whoever asked waits no longer than that: what still reads or writes then hangs, and the next process begins anew */
    run((Str){ ask->name, ask->n_name }, (Str){ at, ask->n_bytes }, &out);
    ConvertHeader header = { out.n };
    if (!out.full && file_put(answer, (Str){ (const char *)&header, sizeof header })) file_put(answer, buf_str(&out)); /* without an answer the pipe ends empty, which says enough */
    alarm(0);
    buf_free(&out);
    munmap(at, ask->n_bytes);
}

void converter_run(int asks_fd, ConvertRun run)
{
    ConvertAsk ask = { 0 };
    int ends[N_ENDS];
    for (;;) {
        int got = receive(asks_fd, &ask, ends);
        if (got < 0) exit(0);
        if (got == 0) continue;
        answer_one(&ask, ends[FILE_END], ends[ANSWER_END], run);
        for (int i = 0; i < N_ENDS; i++) close(ends[i]);
    }
}
