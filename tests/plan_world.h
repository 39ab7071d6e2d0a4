/* Plans of the small region as they stand. */
#ifndef TESTS_PLAN_WORLD_H
#define TESTS_PLAN_WORLD_H

#include "line_world.h"

#include "flow/plan.h"

static const Str today = { "2026-04-21", 10 };

static inline PlanRow plan_at(World *world, uint32_t number)
{
    PlanRow row = { 0 };
    bool found = false;
    WORLD_OK(world, plan_get(flow_reader(world->flow), 1, number, today, world->arena, &row, &found, &world->err));
    assert_true(found);
    return row;
}

static inline MeasureRow measure_at(World *world, uint32_t plan, uint32_t n)
{
    MeasureRow row = { 0 };
    bool found = false;
    WORLD_OK(world, measure_get(flow_reader(world->flow), 1, plan, n, world->arena, &row, &found, &world->err));
    assert_true(found);
    return row;
}

#endif
