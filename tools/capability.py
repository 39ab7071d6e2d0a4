#!/usr/bin/env python3
"""Learns which words of a measure call for which capabilities, and writes what it has learnt as a table of C.

usage: capability.py WORDS PHRASES MEASURES OUT        makes src/plan/capability_table.c, at build time
       capability.py --cross WORDS PHRASES MEASURES    how good it is on measures that it has not seen: four parts, each by the other three

WORDS     «concept: beginnings of words that mean it»: «.» ends a whole word, «_» joins words that stand one after another
PHRASES   «number = phrase; phrase +34; …»: how people name a capability; +34: and that one too
MEASURES  «measure <tab> expected result <tab> 14 15 (18)»: whole measures; in brackets those that may be offered and need not
What is learnt is one sum a capability: a weight for each word or concept and for each two that stand close together (squared hinge loss, L2, dual coordinate descent).
Only + − × ÷ of IEEE doubles and a generator of random numbers of its own, so that every machine makes the same bytes.
plan/capability.c reads a measure by the same rules: what changes here in units() or features() changes there.
"""
import collections
import re
import sys

N_CAPABILITIES = 60
WINDOW = 4            # words from one to the other of a pair
NEAR = 14             # what a pair counts, a word being WHOLE
WHOLE = 20
HALF = 2              # a word of the expected result counts half
REST = 5              # letters that may follow a beginning nobody wrote into WORDS
STEM = 8              # letters of such a beginning
SCALE = 1000          # weights are written as whole thousandths
LEAST = 20            # thousandths; lighter ones are left out
SOFTNESS, FOR_ONE_THAT_IS = 0.2, 3.0
ROUNDS = 10
FIXED_PHRASES_WEIGH = 2.0  # lines of MEASURES under «# set expressions»

STOP = set('''и в во на по со с о об от до для из к ко за при не их а но или у под над через том числе также как что чтобы это г гг т ч п др пр ходе целях рамках учетом основе основании
помощью числа года год году лет течение провести проведение проведения проведению проведением проведении организация организовать организацию обеспечение обеспечить обеспечения обеспечением
осуществление осуществлять осуществления реализация участие участия вопросам вопроса вопросы вопросов вопросу всех всем каждой каждого каждому каждый каждым между после перед его ее'''.split())
ENDINGS = sorted('''ами ями ого его ому ему ыми ими ей ой ый ий ая яя ое ее ые ие ых их ую юю ам ям ах ях ов ев ом ем а я о е и ы у ю ь ия ии ию ием иям иями иях ение ения ению ением ении
ть ться ится ется ются ятся ет ют ит ят л ла ло ли лся лась лись ся'''.split(), key=lambda ending: -len(ending))
WORD = re.compile('[а-яa-z0-9+][а-яa-z0-9+-]*')

Measure = collections.namedtuple('Measure', 'title result wanted allowed weight')


def words_of(text):
    return WORD.findall(text.lower().replace('ё', 'е'))


def stem_of(word):
    for ending in ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            return word[:len(word) - len(ending)][:STEM]
    return word[:STEM]


class Lexicon:
    def __init__(self, path):
        self.whole, self.begins, self.phrases, self.learnt = {}, {}, [], {}
        for line in open(path, encoding='utf-8'):
            if line.startswith('#') or not line.strip():
                continue
            concept, stems = line.split(':')
            for stem in stems.split():
                parts = stem.split('_')
                if len(parts) > 1:
                    self.phrases.append((parts, '@' + concept))
                elif stem.endswith('.'):
                    self.put(self.whole, stem[:-1], '@' + concept)
                else:
                    self.put(self.begins, stem, '@' + concept)
        self.firsts = collections.defaultdict(list)
        for parts, concept in self.phrases:
            self.firsts[parts[0]].append((parts, concept))

    def put(self, table, stem, concept):
        if table is self.begins and len(stem) < 3 or stem in self.whole or stem in self.begins or stem in STOP:
            sys.exit(f'{stem}: слишком коротко, или уже стоит')
        table[stem] = concept

    def learn_stems(self, measures):
        """Beginnings of all other words of what is learnt from."""
        count = collections.Counter()
        self.learnt = {}
        for measure in measures:
            words = [word for word in words_of(measure.title + ' ' + measure.result) if word not in STOP and len(word) > 2 and not self.unit(word)]
            count.update({stem_of(word) for word in words})
        self.learnt = {stem: stem for stem in count if stem not in self.whole and stem not in STOP}

    def unit(self, word):
        if word in STOP:
            return None
        if word in self.whole:
            return self.whole[word]
        for n in range(len(word), 2, -1):
            begin = word[:n]
            if begin in self.begins:
                return self.begins[begin]
            if begin in self.learnt and len(word) - n <= REST:
                return begin
        return None

    def phrase(self, words, at):
        """The longest that begins here; of equals the one that WORDS names first."""
        best, n_best = None, 0
        for n in range(1, len(words[at]) + 1):
            for parts, concept in self.firsts.get(words[at][:n], ()):
                fits = at + len(parts) <= len(words) and all(words[at + k] == part[:-1] if part.endswith('.') else words[at + k].startswith(part) for k, part in enumerate(parts))
                if fits and len(parts) > n_best:
                    best, n_best = concept, len(parts)
        return best

    def units(self, text):
        words, out = words_of(text), []
        for at, word in enumerate(words):
            phrase, unit = self.phrase(words, at), self.unit(word)
            if phrase:
                out.append(phrase)
            if unit and unit != phrase:
                out.append(unit)
        return out


def features(lexicon, measure):
    out = {}
    for text, part in ((measure.title, 1), (measure.result, HALF)):
        units = lexicon.units(text)
        for i, unit in enumerate(units):
            out[unit] = max(out.get(unit, 0), WHOLE // part)
            for other in units[i + 1:i + 1 + WINDOW]:
                if other != unit:
                    pair = tuple(sorted((unit, other)))
                    out[pair] = max(out.get(pair, 0), NEAR // part)
    return out


def numbers(text):
    return {int(number) for number in text.split()}


def read_phrases(path):
    out = []
    for line in open(path, encoding='utf-8'):
        if line.startswith('#') or not line.strip():
            continue
        number, phrases = line.rstrip('\n').split(' = ')
        for phrase in filter(str.strip, phrases.split(';')):
            also = {int(n) for n in re.findall(r' \+(\d+)\b', phrase)}
            out.append(Measure(re.sub(r' \+\d+\b', '', phrase).strip(), '', also | {int(number)}, set(), 1.0))
    return out


def read_measures(path):
    out, weight = [], 1.0
    for line in open(path, encoding='utf-8'):
        if line.startswith('#'):
            weight = FIXED_PHRASES_WEIGH if 'set expressions' in line else 1.0
            continue
        title, result, found = line.rstrip('\n').split('\t')
        wanted, _, allowed = found.rstrip(')').partition('(')
        out.append(Measure(title, result, numbers(wanted), numbers(allowed), weight))
    return out


def shuffled(order, state):
    for i in range(len(order) - 1, 0, -1):
        state = (state * 6364136223846793005 + 1442695040888963407) % 2 ** 64
        k = (state >> 33) % (i + 1)
        order[i], order[k] = order[k], order[i]
    return state


def learn_one(number, rows, measures):
    """Weights of one capability over the features, and what stands without any."""
    order = [k for k, measure in enumerate(measures) if number not in measure.allowed]
    weights, base, state = collections.defaultdict(float), 0.0, 1
    pushed = [0.0] * len(rows)
    square = [sum(value * value for _, value in row) + 1.0 for row in rows]
    for _ in range(ROUNDS):
        state = shuffled(order, state)
        for k in order:
            sign = 1.0 if number in measures[k].wanted else -1.0
            soft = 0.5 / (SOFTNESS * measures[k].weight * (FOR_ONE_THAT_IS if sign > 0 else 1.0))
            total = base
            for i, value in rows[k]:
                total += weights[i] * value
            slope = sign * total - 1.0 + soft * pushed[k]
            push = max(pushed[k] - slope / (square[k] + soft), 0.0)
            step = (push - pushed[k]) * sign
            if step != 0.0:
                pushed[k] = push
                base += step
                for i, value in rows[k]:
                    weights[i] += step * value
    return weights, base


class Model:
    def __init__(self, lexicon, measures):
        self.lexicon = lexicon
        lexicon.learn_stems(measures)
        found = [features(lexicon, measure) for measure in measures]
        count = collections.Counter(name for one in found for name in one)
        concepts = {concept for table in (lexicon.whole, lexicon.begins) for concept in table.values()} | {concept for _, concept in lexicon.phrases}
        self.units = sorted(concepts | set(lexicon.learnt))
        i_unit = {unit: i for i, unit in enumerate(self.units)}
        self.pairs = sorted(tuple(sorted((i_unit[name[0]], i_unit[name[1]]))) for name, n in count.items() if isinstance(name, tuple))
        self.index = dict(i_unit)
        for i, (one, other) in enumerate(self.pairs):
            self.index[tuple(sorted((self.units[one], self.units[other])))] = len(self.units) + i
        rows = [sorted((self.index[name], value / WHOLE) for name, value in one.items() if name in self.index) for one in found]
        self.weights = [dict() for _ in self.index]
        self.base = [-10 * SCALE] * (N_CAPABILITIES + 1)  # no phrase at all: never
        for number in range(1, N_CAPABILITIES + 1):
            if not any(number in measure.wanted for measure in measures):
                continue
            weights, base = learn_one(number, rows, measures)
            self.base[number] = round(base * SCALE)
            for i in sorted(weights):
                if abs(round(weights[i] * SCALE)) >= LEAST:
                    self.weights[i][number] = round(weights[i] * SCALE)

    def scores(self, measure):
        out = [base * WHOLE for base in self.base]
        for name, value in features(self.lexicon, measure).items():
            for number, weight in self.weights[self.index[name]].items() if name in self.index else ():
                out[number] += weight * value
        return [score / WHOLE for score in out]


# ---- a table of C ----

def fnv(text):
    out = 2166136261
    for byte in text.encode():
        out = (out ^ byte) * 16777619 % 2 ** 32
    return out


def rows_of(values, form=str, per_line=24):
    lines = [', '.join(form(value) for value in values[i:i + per_line]) for i in range(0, len(values), per_line)]
    return '    ' + ',\n    '.join(lines) + ',\n'


def stems_of(model):
    """(text, letters that may follow, unit or None) in order, with the phrases that begin with each."""
    lexicon, stems = model.lexicon, {}
    for word in STOP:
        stems[word] = [0, 'STOP']
    for table, rest in ((lexicon.whole, 0), (lexicon.begins, 255), (lexicon.learnt, REST)):
        for text, unit in table.items():
            stems[text] = [rest, model.units.index(unit)]
    for first in lexicon.firsts:
        if first.endswith('.'):
            sys.exit(f'{first}: первое слово оборота — начало слова')
        stems.setdefault(first, [255, 'NONE'])
    return sorted(stems.items())


def write(model, out):
    stems, phrases, parts = stems_of(model), [], []
    out.write('/* Made by tools/capability.py. */\n#include "plan/capability_.h"\n\n')
    lines = []
    for text, (rest, unit) in stems:
        begins = model.lexicon.firsts.get(text, [])
        lines.append(f'{{ "{text}", {len(text.encode())}, {rest}, {dict(STOP="CAPABILITY_STOP", NONE="CAPABILITY_NONE").get(unit, unit)}, {len(phrases)}, {len(phrases) + len(begins)} }}')
        for words, concept in begins:
            phrases.append(f'{{ {model.units.index(concept)}, {len(words) - 1}, {len(parts)} }}')
            parts += [f'{{ "{word.rstrip(".")}", {len(word.rstrip(".").encode())}, {str(word.endswith(".")).lower()} }}' for word in words[1:]]
    n_slots = 1
    while n_slots < 3 * len(stems):
        n_slots *= 2
    slots = [0] * n_slots
    for i, (text, _) in enumerate(stems):
        at = fnv(text) % n_slots
        while slots[at]:
            at = (at + 1) % n_slots
        slots[at] = i + 1
    starts, who, weights = [0], [], []
    for one in model.weights:
        who += sorted(one)
        weights += [one[number] for number in sorted(one)]
        starts.append(len(who))
    for kind, name, values in (('CapabilityStem', 'stems', lines), ('CapabilityPhrase', 'phrases', phrases), ('CapabilityPart', 'parts', parts)):
        out.write(f'static const {kind} {name}[] = {{\n{rows_of(values, str, 1)}}};\n\n')
    keys = [one << 16 | other for one, other in model.pairs]
    for kind, name, values in (('uint16_t', 'slots', slots), ('uint32_t', 'pairs', keys), ('uint32_t', 'starts', starts), ('uint8_t', 'whose', who), ('int16_t', 'weights', weights), ('int16_t', 'bases', model.base)):
        out.write(f'static const {kind} {name}[] = {{\n{rows_of(values)}}};\n\n')
    out.write(f'const CapabilityTable capability_table = {{ .n_slots = {n_slots}, .n_units = {len(model.units)}, .n_pairs = {len(keys)}, .slots = slots, .stems = stems, .phrases = phrases, .parts = parts,\n'
              '    .pairs = pairs, .starts = starts, .whose = whose, .weights = weights, .bases = bases };\n')


def cross(words, phrases, measures):
    seen = [measure for measure in measures if measure.weight > 1.0]
    asked = [measure for measure in measures if measure.weight == 1.0]
    right, missed, extra, allowed = collections.Counter(), collections.Counter(), collections.Counter(), collections.Counter()
    for part in range(4):
        model = Model(Lexicon(words), phrases + seen + [measure for i, measure in enumerate(asked) if i % 4 != part])
        for measure in asked[part::4]:
            scores = model.scores(measure)
            for limit in (-300, -250, -200, -150, -100, -50, 0):
                found = {n for n in range(1, N_CAPABILITIES + 1) if scores[n] >= limit}
                right[limit] += len(found & measure.wanted)
                missed[limit] += len(measure.wanted - found)
                allowed[limit] += len(found & measure.allowed)
                extra[limit] += len(found - measure.wanted - measure.allowed)
            found = {n for n in range(1, N_CAPABILITIES + 1) if scores[n] >= -100}
            if measure.wanted - found or found - measure.wanted - measure.allowed:
                print(measure.title, *(f'-C{n:02}' for n in sorted(measure.wanted - found)), *(f'+C{n:02}' for n in sorted(found - measure.wanted - measure.allowed)))
    for limit in sorted(right):
        n_right = right[limit] + allowed[limit]
        print(f'from {limit:5}: recall {right[limit] / (right[limit] + missed[limit]):.3f}, precision {n_right / (n_right + extra[limit]):.3f}')


def main(arguments):
    if arguments[:1] == ['--cross']:
        cross(arguments[1], read_phrases(arguments[2]), read_measures(arguments[3]))
        return
    words, phrases, measures, target = arguments
    model = Model(Lexicon(words), read_phrases(phrases) + read_measures(measures))
    with open(target, 'w', encoding='utf-8') as out:
        write(model, out)


if __name__ == '__main__':
    main(sys.argv[1:])
