/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * posts: the consultants' posts: how many are open, and where those live who are taken on.
 */
#include "models/rollout_rules.h"

#include <math.h>

/* Home regions follow the sites: of k who are taken on at once the i-th lives where the ((i + 1/2) / k)-th of the sites
 * lies. */
static int home_region(const struct rollout *rollout, int consultant, int of)
{
    const struct programme *p = rollout->programme;
    const size_t *sites_of = rollout->corps.sites_of;
    double place = (consultant + 0.5) / of * (double)p->sites;
    size_t seen = 0;
    for (size_t r = 0; r < p->regions.count; r++) {
        seen += sites_of[r];
        if (place < (double)seen)
            return (int)r;
    }
    return (int)p->regions.count - 1;
}

/* Posts that there have not been yet; nobody holds them. */
static void create_posts(struct rollout *rollout, int count)
{
    const struct programme *p = rollout->programme;
    struct corps_state *corps = &rollout->corps;
    double limit = value_of(rollout, p->corps.case_load) * value_of(rollout, p->corps.share_of_full_time);
    for (int i = 0; i < count; i++) {
        size_t c = (size_t)corps->consultants++;
        double luck = uniform_of(rollout, c, PURPOSE_CASE_LOAD, 0);
        int full = (int)floor(limit + luck);
        corps->consultant[c] = (struct consultant){
            .region = home_region(rollout, i, count), .limit = full, .full = full, .vacant = true, .held = NOT_HELD};
    }
}

/* Who holds a post at the epoch is already recruited, and knows the work. */
void posts_begin(struct rollout *rollout)
{
    create_posts(rollout, rollout->corps.posts);
    for (int c = 0; c < rollout->corps.posts; c++) {
        rollout->corps.consultant[c].vacant = false;
        corps_set_presence(rollout, (size_t)c, true);
        presence_begin(rollout, (size_t)c);
    }
}

/* Nobody will ever come to those who wait. */
static void send_home(struct rollout *rollout)
{
    size_t engagements = rollout->programme->corps.engagements;
    for (size_t r = 0; r < rollout->programme->regions.count; r++)
        for (uint32_t member; (member = queue_first(&rollout->corps.queue[r])) != QUEUE_NOBODY;)
            corps_impatience(rollout, member / engagements, member % engagements);
}

/* The last posts are closed first, and opened again before new ones are made. */
void posts_resize(struct rollout *rollout, int posts)
{
    struct corps_state *corps = &rollout->corps;
    int before = corps->posts;
    corps->posts = posts > 0 ? posts : 0;
    if (corps->posts > corps->consultants)
        create_posts(rollout, corps->posts - corps->consultants);
    for (int c = before; c < corps->posts; c++)
        presence_recruit(rollout, (size_t)c);
    for (int c = before; c-- > corps->posts;)
        presence_end(rollout, (size_t)c);
    if (corps->posts == 0)
        send_home(rollout);
}
