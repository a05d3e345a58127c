import { canonicalKey } from '../model/canonical-key.ts';
import type { StepKind } from '../property/property.ts';
import type { Configuration } from '../spec/configuration.ts';
import type { ProtocolChanges } from './changes.ts';
import type { Consequence, Judges } from './consequences.ts';
import type { ProtocolValues } from './protocol-values.ts';

/** What a spec makes of the steps of processes, and each answer tested: it must be the same in other names, or with all numbers higher. */
export class EquivariantConsequences implements Judges {
  readonly #judges: Judges;
  readonly #values: ProtocolValues;
  readonly #changes: ProtocolChanges;
  readonly #configuration: Configuration;
  /** What was tested, by step. */
  readonly #known = new Map<string, Consequence>();

  constructor(
    judges: Judges,
    values: ProtocolValues,
    changes: ProtocolChanges,
    configuration: Configuration,
  ) {
    this.#judges = judges;
    this.#values = values;
    this.#changes = changes;
    this.#configuration = configuration;
  }

  of(process: number, before: number, after: number, kind: StepKind): Consequence {
    const known = this.#known.get(keyOf(process, before, after, kind));
    if (known !== undefined) return known;
    const answer = this.#judges.of(process, before, after, kind);
    const { renaming, isExhaustive } = this.#changes;
    this.#test([before, after], process, answer, (one) => {
      const image = [
        renaming.process(process, one),
        renaming.local(before, one),
        renaming.local(after, one),
      ] as const;
      const other = this.#judges.of(...image, kind);
      if (isExhaustive) this.#known.set(keyOf(...image, kind), other);
      return other;
    });
    this.#known.set(keyOf(process, before, after, kind), answer);
    return answer;
  }

  cutOf(process: number, local: number): number {
    const cut = this.#judges.cutOf(process, local);
    this.#test([local], process, { ...NOTHING, cut }, (one) => ({
      ...NOTHING,
      cut: this.#judges.cutOf(
        this.#changes.renaming.process(process, one),
        this.#changes.renaming.local(local, one),
      ),
    }));
    return cut;
  }

  #test(
    locals: readonly number[],
    process: number,
    answer: Consequence,
    by: (permutation: number) => Consequence,
  ): void {
    for (const permutation of this.#changes.samples) {
      const other = by(permutation);
      const place = this.#differenceOf(process, answer, other, permutation);
      if (place !== undefined) {
        throw this.#changes.blame.errorOf({
          place: `${this.#values.name}: ${place}`,
          permutation,
          input: this.#textOf(process, locals),
          answer: this.#textOfAnswer(answer),
          renamedInput: this.#textOf(
            this.#changes.renaming.process(process, permutation),
            locals.map((local) => this.#changes.renaming.local(local, permutation)),
          ),
          renamedAnswer: this.#textOfAnswer(other),
          showsBy: (one) => this.#differenceOf(process, answer, by(one), one) !== undefined,
        });
      }
    }
  }

  /** The name of what answers differently. */
  #differenceOf(
    process: number,
    one: Consequence,
    other: Consequence,
    permutation: number,
  ): string | undefined {
    if (one.cut !== other.cut)
      return `bound "${this.#boundName(one.cut < 0 ? other.cut : one.cut)}"`;
    const unlike = [...one.decides, ...other.decides].find(
      (property) => one.decides.includes(property) !== other.decides.includes(property),
    );
    if (unlike !== undefined) return `property "${this.#propertyName(unlike)}"`;
    const event =
      one.event < 0 ? one.event : this.#changes.renaming.events.image(one.event, permutation);
    return event === other.event
      ? undefined
      : `history note of role ${this.#values.process(process).roleName}`;
  }

  #propertyName(property: number): string {
    return this.#configuration.properties[property]?.name ?? '';
  }

  #boundName(bound: number): string {
    return this.#configuration.bounds[bound]?.name ?? '';
  }

  #textOf(process: number, locals: readonly number[]): string {
    const texts = locals.map((local) => canonicalKey(this.#values.local(local)));
    return `${this.#values.process(process).id}: ${texts.join(' then ')}`;
  }

  #textOfAnswer({ decides, event, cut }: Consequence): string {
    return (
      [
        ...(cut < 0 ? [] : [`beyond bound ${this.#boundName(cut)}`]),
        ...decides.map((property) => `decides "${this.#propertyName(property)}"`),
        ...(event < 0 ? [] : [canonicalKey(this.#values.events.valueOf(event))]),
      ].join(', ') || 'nothing'
    );
  }
}

const keyOf = (process: number, before: number, after: number, kind: StepKind): string =>
  `${process} ${before} ${after} ${kind}`;

const NOTHING: Consequence = { decides: [], event: -1, cut: -1 };
