/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a study is: the text by which a journal and a merge know it tells every setting, said or left to its fallback.
 * What the sites' file says is looked at in test_sites.c.
 */
#include "../model_world.h"

static char *text_of(const struct document *document)
{
    char *text = 0;
    struct faults faults = {0};
    cr_assert_eq(document_write(document, &text, 0, &faults), 0);
    faults_free(&faults);
    return text;
}

/* Makes it another value, which need not be legal: the text is asked, not the model. Twice gives the first one back. */
static void change(struct setting *setting)
{
    static const char *before;
    switch (setting->type) {
    case SETTING_INTEGER:
        setting->value.integer = -setting->value.integer - 1; /* its own inverse, and nowhere the same */
        break;
    case SETTING_REAL:
        setting->value.real = 1 / 1024.0 - setting->value.real;
        break;
    case SETTING_BOOLEAN:
        setting->value.boolean = !setting->value.boolean;
        break;
    default:
        before = setting->value.text[0] == '\1' ? before : setting->value.text;
        setting->value.text = setting->value.text[0] == '\1' ? (char *)before : (char *)"\1";
        break;
    }
}

static size_t check(struct document *document, struct setting *setting, const char *whole)
{
    char path[SETTING_PATH];
    size_t looked_at = 0;
    for (size_t i = 0; (setting->type == SETTING_GROUP || setting->type == SETTING_LIST) && i < setting->count; i++)
        looked_at += check(document, setting->children[i], whole);
    if (setting->type == SETTING_GROUP || setting->type == SETTING_LIST)
        return looked_at;
    change(setting);
    char *text = text_of(document);
    cr_expect_str_neq(text, whole, "%s", setting_path(setting, path));
    free(text);
    change(setting);
    return 1;
}

Test(identity, every_setting_is_part_of_it)
{
    static const char *const files[] = {"fmk.cfg", "meters.cfg", "telekol.cfg"};
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        struct world world;
        world_open(&world, files[i], 0);
        char *whole = text_of(&world.document), *again;
        cr_expect_geq(check(&world.document, world.document.root, whole), 100, "%s", files[i]);
        again = text_of(&world.document);
        cr_expect_str_eq(again, whole);
        free(whole);
        free(again);
        world_close(&world);
    }
}
