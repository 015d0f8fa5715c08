/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * document: files, and the files that they are based on. Each test works in a folder of its own.
 */
#include "models/document.h"

#include <criterion/criterion.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static char folder[64];

static void enter(void)
{
    strcpy(folder, "/tmp/fmksim-document-XXXXXX");
    cr_assert_not_null(mkdtemp(folder));
    cr_assert_eq(chdir(folder), 0);
}

static void leave(void)
{
    char command[128];
    cr_assert_eq(chdir("/"), 0);
    snprintf(command, sizeof command, "rm -r %s", folder);
    cr_assert_eq(system(command), 0);
}

static void file(const char *name, const char *text)
{
    FILE *out = fopen(name, "w");
    cr_assert_not_null(out);
    fputs(text, out);
    fclose(out);
}

static void read_refused(const char *path, const char *in, int line, const char *words)
{
    struct document document;
    struct faults faults = {0};
    cr_assert_eq(document_read(&document, path, &faults), -1, "%s is read", path);
    cr_assert_eq(faults.count, 1);
    cr_expect_str_eq(faults.list[0].file, in);
    cr_expect_eq(faults.list[0].line, line);
    cr_expect_not_null(strstr(faults.list[0].text, words), "%s: %s", path, faults.list[0].text);
    cr_expect_null(document.root);
    faults_free(&faults);
}

TestSuite(document_file, .init = enter, .fini = leave);

Test(document_file, refused)
{
    read_refused("none.cfg", "none.cfg", 0, "cannot be read: No such file or directory");
    mkdir("folder", 0700);
    read_refused("folder", "folder", 0, "is a directory");
    file("empty.cfg", "");
    read_refused("empty.cfg", "empty.cfg", 0, "is empty");
    file("remark.cfg", "# nothing\n");
    read_refused("remark.cfg", "remark.cfg", 0, "is empty: it says no setting");
    cr_assert_eq(mkfifo("pipe", 0600), 0);
    read_refused("pipe", "pipe", 0, "is not a regular file");
    read_refused("/dev/null", "/dev/null", 0, "is not a regular file");
    int large = open("large.cfg", O_CREAT | O_WRONLY, 0600);
    cr_assert_eq(ftruncate(large, DOCUMENT_BYTES + 1), 0);
    close(large);
    read_refused("large.cfg", "large.cfg", 0, "larger than 2 MiB");
    file("bad.cfg", "a = 1;\nb = word;\n");
    read_refused("bad.cfg", "bad.cfg", 2, "quotation marks");
}

Test(document_file, bases)
{
    struct document d;
    struct faults faults = {0};
    mkdir("sub", 0700);
    file("ground.cfg", "a = { source = \"F1\"; x = 1; y = 2; z = 3; };\nb = 1;\n");
    file("sub/middle.cfg", "base = \"../ground.cfg\";\na = { y = 20; };\n");
    file("top.cfg", "\nbase = \"sub/middle.cfg\";\n\na = { z = 300; source = \"F2\"; };\nc = 9;\n");
    cr_assert_eq(document_read(&d, "top.cfg", &faults), 0, "%s", faults.count ? faults.list[0].text : "?");
    cr_expect_null(setting_find(d.root, "base"));
    cr_expect_eq(setting_find(d.root, "a.x")->value.integer, 1);
    cr_expect_eq(setting_find(d.root, "a.y")->value.integer, 20);
    cr_expect_eq(setting_find(d.root, "a.z")->value.integer, 300);
    cr_expect_str_eq(setting_find(d.root, "a.x")->file, "sub/../ground.cfg");
    cr_expect_str_eq(setting_find(d.root, "a.y")->file, "sub/middle.cfg");
    cr_expect_eq(setting_find(d.root, "a.y")->line, 2);
    cr_expect_str_eq(setting_find(d.root, "a.z")->file, "top.cfg");
    cr_expect_eq(setting_find(d.root, "a.z")->line, 4);
    cr_expect_str_eq(setting_find(d.root, "a.x")->source, "F1", "a number keeps the source of the file that said it");
    cr_expect_null(setting_find(d.root, "a.y")->source);
    cr_expect_str_eq(setting_find(d.root, "a.z")->source, "F2");
    cr_expect_eq(setting_find(d.root, "c")->index, 2);
    document_free(&d);
}

Test(document_file, bases_refused)
{
    file("self.cfg", "base = \"self.cfg\";\n");
    read_refused("self.cfg", "self.cfg", 1, "the chain of bases is a circle");
    file("a.cfg", "x = 1;\nbase = \"./b.cfg\";\n");
    file("b.cfg", "base = \"a.cfg\";\n");
    read_refused("a.cfg", "./b.cfg", 1, "circle");
    file("lost.cfg", "\nbase = \"gone.cfg\";\n");
    read_refused("lost.cfg", "lost.cfg", 2, "base: 'gone.cfg' cannot be read: No such file");
    file("number.cfg", "base = 5;\n");
    read_refused("number.cfg", "number.cfg", 1, "must be the name of a configuration file");
    file("nothing.cfg", "base = \"\";\n");
    read_refused("nothing.cfg", "nothing.cfg", 1, "must be the name");
    file("broken.cfg", "x = ;\n");
    file("over.cfg", "base = \"broken.cfg\";\n");
    read_refused("over.cfg", "broken.cfg", 1, "syntax error");
    for (int i = 0; i <= DOCUMENT_BASES + 1; i++) {
        char name[32], text[64];
        snprintf(name, sizeof name, "c%d.cfg", i);
        snprintf(text, sizeof text, i > DOCUMENT_BASES ? "x = 1;\n" : "base = \"c%d.cfg\";\n", i + 1);
        file(name, text);
    }
    read_refused("c0.cfg", "c16.cfg", 1, "one base too many");
    struct document d;
    cr_expect_eq(document_read(&d, "c1.cfg", 0), 0);
    document_free(&d);
}
