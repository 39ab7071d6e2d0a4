/* Chooses the face: for now the terminal only. */
#include "cli/command.h"

int main(int argc, char **argv) { return cli_main(argc, argv); }
