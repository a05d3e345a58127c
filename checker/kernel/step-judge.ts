import { canonicalKey } from '../model/canonical-key.ts';
import type { Subject } from '../model/subject.ts';
import { isWitness } from '../property/judge.ts';
import type { EachStep, StepKind } from '../property/property.ts';
import type { Configuration } from '../spec/configuration.ts';
import type { FactWords } from './fact-words.ts';
import type { Facts, Reader } from './facts.ts';
import type { ModelCalls } from './model-calls.ts';
import type { ProtocolFacts } from './protocol-facts.ts';
import type { ProtocolValues } from './protocol-values.ts';
import { Remembered } from './remembered.ts';

/** What is known of a step of one process: its local states before and after, who it is, and the kind of step. */
const stepFacts = (facts: Facts): Facts => ({
  count: 4,
  idOf: (vectors, at, fact) => vectors[at + fact]!,
  fieldOf: (id, field) => facts.fieldOf(id, field),
  learnField: (id, field) => facts.learnField(id, field),
  isFleeting: () => false,
});
const [BEFORE, AFTER, SELF, KIND] = [0, 1, 2, 3] as const;

const KINDS: readonly StepKind[] = ['act', 'deliver', 'crash', 'restart', 'timer'];

/** Asks the properties over each step of a role, once for all steps that look the same to them. */
export class StepJudge {
  readonly #questions: readonly {
    readonly property: number;
    readonly role: string;
    readonly decides: Remembered;
  }[];
  readonly #step = new Int32Array(4);

  constructor(
    { spec, properties }: Configuration,
    values: ProtocolValues,
    facts: ProtocolFacts,
    calls: ModelCalls,
    words: FactWords,
  ) {
    const stepWords: FactWords = {
      textOf: (vectors, at, fact) => {
        const id = vectors[at + fact]!;
        return fact === BEFORE || fact === AFTER ? values.localText(id) : String(id);
      },
      nameOfField: (field) => words.nameOfField(field),
      numberOfField: (name) => words.numberOfField(name),
    };
    this.#questions = properties.flatMap(({ name, kind, predicate }, property) => {
      if (predicate.over !== 'step') return [];
      const place = `${spec}: property "${name}"`;
      const decide = (read: Reader) => {
        const answer = calls.call(
          { place, keyOf: String },
          (again) => holds(predicate, values, facts, read, again),
          () =>
            [BEFORE, AFTER]
              .map((fact) => canonicalKey(values.local(read.peek(fact))))
              .join(' then '),
        );
        return answer === isWitness(kind) ? 1 : 0;
      };
      const decides = new Remembered(stepFacts(facts), decide, {
        calls,
        words: stepWords,
        place,
        asked: `${place} ${property}`,
        runs: 2,
        write: String,
        read: Number,
        isAnswer: (answer, read) => decide(read) === answer,
      });
      return [{ property, role: predicate.role, decides }];
    });
  }

  /** The properties, by number, that a step of a process decides. */
  ask(
    role: string,
    process: number,
    before: number,
    after: number,
    kind: StepKind,
  ): readonly number[] {
    this.#step.set([before, after, process, KINDS.indexOf(kind)]);
    return this.#questions
      .filter((question) => question.role === role && question.decides.ask(this.#step, 0) === 1)
      .map(({ property }) => property);
  }
}

const holds = (
  { holds: asks }: EachStep<Subject>,
  values: ProtocolValues,
  facts: ProtocolFacts,
  read: Reader,
  again: boolean,
): boolean =>
  asks(facts.local(read, BEFORE, again), facts.local(read, AFTER, again), {
    get self() {
      return values.process(read.whole(SELF)).id;
    },
    get kind() {
      return KINDS[read.whole(KIND)]!;
    },
  }) === true;
