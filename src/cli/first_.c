#include "cli/first_.h"

#include <stdio.h>

#include "flow/place.h"


static void tell(const char *words) { fprintf(stderr, "Показательный район: %s…\n", words); }

static bool make_root(Flow *flow, const FirstAsk *ask, Arena *arena, Welcome *out, Err *err)
{
    FirstRun first = { .kind = ask->region ? ORG_REGION : ORG_MUNICIPALITY, .code = ask->region ? STR("region") : STR("district"), .name = ask->place, .login = STR("admin"), .person = STR("Администратор") };
    if (first.name.n == 0) first.name = ask->region ? STR("Наша область") : STR("Наш район");
    int64_t region_id;
    OneTime code;
    if (!flow_first_run(flow, &first, arena, &region_id, &code, err)) return false;
    out->code = code.code;
    return true;
}

bool first_start(const char *url, const FirstAsk *ask, Arena *arena, Welcome *out, Err *err)
{
    *out = (Welcome){ .code = STR_EMPTY };
    Flow *flow;
    if (!flow_open(url, DB_NODE_ANY, &flow, err)) return false;
    const Org *roots;
    uint32_t n;
    bool done = org_roots(flow_reader(flow), arena, &roots, &n, err);
    if (done && n == 0 && ask->demo) done = flow_demo_make(flow, tell, arena, &out->demo, err);
    else if (done && n == 0) done = make_root(flow, ask, arena, out, err);
    else if (done) done = flow_demo_links(flow, arena, &out->demo, err);
    Str folder = place_data(url, arena);
    if (done && out->demo.n_people > 0 && folder.n > 0) out->to_try = arena_printf(arena, "%.*s/" DEMO_TO_TRY, STR_ARG(folder));
    if (done && ask->demo && out->demo.n_people == 0)
        done = err_set(err, ERR_CONFLICT, "Назовите для показа другой файл: «--db показ.db --demo». Если показ прервали, пока он готовился, удалите этот файл.", "В этой базе не показательный район.");
    flow_close(flow);
    return done;
}

void first_print(const Welcome *welcome, const char *url)
{
    if (welcome->to_try.n > 0) printf("\nФормы, которые можно загрузить для пробы (школа № 7 и Полянская школа): %.*s\n", STR_ARG(welcome->to_try));
    if (welcome->code.n > 0)
        printf("\nБаза новая. Администратор входит по этой ссылке и выбирает пароль (логин admin):\n  %sinvite/%.*s\n", url, STR_ARG(welcome->code));
    const DemoDone *demo = &welcome->demo;
    if (demo->n_people > 0) puts("\nПоказательный район. Ссылки для входа — каждая на один раз, без пароля; новые печатаются при каждом запуске:");
    for (uint32_t i = 0; i < demo->n_people; i++) {
        const DemoPerson *person = &demo->people[i];
        printf("\n  %s — %s\n  %sinvite/%.*s\n", person->post, person->what, url, STR_ARG(person->code));
    }
}
