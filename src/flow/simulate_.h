/* What files of the simulator share. */
#ifndef FLOW_SIMULATE_INNER_H
#define FLOW_SIMULATE_INNER_H

#include "flow/simulate.h"
#include "stats/rng.h"
#include "stats/simulate.h"

#define SIM_MAX_PLANTS     16
#define SIM_MAX_PROCEDURES 64

/* Our purposes of draws, beside those of stats/. */
enum { DRAW_PLANT = 128, DRAW_STRONG, DRAW_CHILD, DRAW_VARIANT, DRAW_BLANK, DRAW_NO_MARK, DRAW_SLIP, DRAW_CLASS_SLIP, DRAW_SECOND, DRAW_SECOND_KIND, DRAW_WRITTEN };

typedef enum SimLayout { LAYOUT_REGIONAL, LAYOUT_COLLECTION, LAYOUT_PLAIN, LAYOUT_PACKED } SimLayout;

typedef struct SimPlant { SimKind kind; double strength, share; } SimPlant;

typedef struct SimTarget {
    Procedure procedure;
    SimWork work;
    SimModel model;
    Str textbook;
} SimTarget;

struct SimPlan {
    uint64_t seed;
    uint32_t n_schools, n_strong;
    uint32_t first_school; /* number of the first: studies take districts of one region apart */
    uint32_t class_size;   /* 0: by simulate_sizes() */
    int plant_year;        /* 0: all */
    double written;        /* share of schools that wrote each work */
    SimNull null;
    SimRules rules;
    uint32_t n_plants;
    SimPlant plants[SIM_MAX_PLANTS];
    uint32_t n_procedures;
    SimTarget *targets;
    double dirt;
    SimLayout layout;
};

/* school: its number in the region, first_school and on. */
/* The plant of a class (M1..M7) or NULL; the same in every work of these children, of plant_year if there is one. */
const SimPlant *sim_plant_of(const SimPlan *plan, const SimTarget *target, uint32_t school, uint32_t class_index);
/* An honest strong school: kind M8, strength added to its ability; zeros for the others. */
SimPlant sim_strength_of(const SimPlan *plan, uint32_t school);
/* Pupils on the list of each class; gives the number of classes, 0 where the school did not write this work. */
uint32_t sim_sizes(const SimPlan *plan, const SimTarget *target, uint32_t school, uint32_t n[4]);
/* A login that nobody could take for a real one; logins rise with numbers. */
Str sim_school_code(const SimPlan *plan, uint32_t school, Arena *arena);
const char *sim_kind_word(SimKind kind);
/* The official work of 2021 as if it was written in this year. */
Blueprint sim_official(int year, int grade, const char *subject);

#endif
