import { canonicalKey } from '../model/canonical.ts';
import type { Subject } from '../model/subject.ts';
import { isWitness } from '../property/judge.ts';
import type { EachStep, StepKind } from '../property/property.ts';
import type { Configuration } from '../spec/configuration.ts';
import type { Facts, Read } from './facts.ts';
import type { ModelCalls } from './model-calls.ts';
import type { ProtocolValues } from './protocol-values.ts';
import { Remembered } from './remembered.ts';

/** What is known of a step of one process: its local states before and after, who it is, and the kind of step. */
const STEP: Facts = {
  count: 4,
  idOf: (vectors, at, fact) => vectors[at + fact]!,
  isFleeting: () => false,
};
const [BEFORE, AFTER, SELF, KIND] = [0, 1, 2, 3] as const;

const KINDS: readonly StepKind[] = ['act', 'deliver', 'crash', 'restart'];

/** Asks the properties over each step of a role, once for all steps that look the same to them. */
export class StepJudge {
  readonly #questions: readonly {
    readonly property: number;
    readonly role: string;
    readonly decides: Remembered;
  }[];
  readonly #step = new Int32Array(STEP.count);

  constructor({ spec, properties }: Configuration, values: ProtocolValues, calls: ModelCalls) {
    this.#questions = properties.flatMap(({ name, kind, predicate }, property) => {
      if (predicate.over !== 'step') return [];
      const place = `${spec}: property "${name}"`;
      const decides = new Remembered(STEP, (read) => {
        const run = (again: boolean) => holds(predicate, values, read, again);
        const input = () =>
          [BEFORE, AFTER].map((fact) => canonicalKey(values.local(read(fact)))).join(' then ');
        return calls.call({ place, run, keyOf: String, input }) === isWitness(kind) ? 1 : 0;
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
  read: Read,
  again: boolean,
): boolean =>
  asks(values.local(read(BEFORE), again), values.local(read(AFTER), again), {
    get self() {
      return values.process(read(SELF)).id;
    },
    get kind() {
      return KINDS[read(KIND)]!;
    },
  }) === true;
