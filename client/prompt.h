#ifndef PROMPT_H
#define PROMPT_H
/* Reading lines at a terminal with editing, history and completion, while the link is served. Over libedit;
 * on anything but a terminal lines are read plainly, without prompts. */
#include <stdbool.h>
#include "session.h"

struct prompt;

enum prompt_result {
    PROMPT_LINE,   /* a line, without its newline */
    PROMPT_END,    /* ctrl-D on an empty line, or the end of the input */
    PROMPT_CANCEL, /* ctrl-C */
    PROMPT_PASTE,  /* ctrl-E on an empty line */
    PROMPT_LOST    /* the link is gone */
};

/* Completes `text` up to `cursor`: fills `names` (each a malloc'd string) and returns how many; *start is
 * where the replaced part begins. */
typedef int (*prompt_complete)(void *context, const char *text, size_t cursor, size_t *start, char **names,
                               int capacity);

struct prompt *prompt_open(struct session *session, prompt_complete complete, void *context);
void prompt_close(struct prompt *prompt); /* writes the history */
bool prompt_is_terminal(const struct prompt *prompt);

/* Reads a line behind `text` (">>> "). `indent` blanks are typed for the user; PROMPT_VERBATIM says that the
 * line is pasted: nothing is completed and backspace takes single characters. The line is valid until the
 * next call. */
#define PROMPT_VERBATIM (-1)
enum prompt_result prompt_read(struct prompt *prompt, const char *text, int indent, const char **line);

/* Something is about to be printed while the user edits: clears the edited line, and draws it again
 * afterwards. */
void prompt_hide(struct prompt *prompt);
void prompt_show(struct prompt *prompt);

/* Adds a whole entry to the history. */
void prompt_remember(struct prompt *prompt, const char *text);

#endif
