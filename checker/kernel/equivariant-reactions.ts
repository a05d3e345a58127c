import { canonicalKey } from '../model/canonical-key.ts';
import type { ProtocolChanges } from './changes.ts';
import type { ProtocolValues } from './protocol-values.ts';
import type { Reaction, Reacts } from './reactions.ts';

/** A question to a role: of which process, in which local state, with which envelope (or none). */
interface Asked {
  readonly process: number;
  readonly local: number;
  readonly envelope: number;
}

const NO_ENVELOPE = -1;

/**
 * What the roles of a protocol answer, remembered, and each answer tested: asked in other names, or with
 * all numbers higher, a role must answer the same. What was tested once in all names needs no test in any of them.
 */
export class EquivariantReactions implements Reacts {
  readonly #reacts: Reacts;
  readonly #values: ProtocolValues;
  readonly #changes: ProtocolChanges;
  readonly #known = new Map<string, readonly Reaction[] | undefined>();

  constructor(reacts: Reacts, values: ProtocolValues, changes: ProtocolChanges) {
    this.#reacts = reacts;
    this.#values = values;
    this.#changes = changes;
  }

  initial(process: number): Reaction {
    if (!this.#changes.keepsInitial) return this.#reacts.initial(process);
    const asked = { process, local: 0, envelope: NO_ENVELOPE };
    const answer = (one: Asked): readonly Reaction[] => [this.#reacts.initial(one.process)];
    const [start] = this.#tested('initial', asked, answer) ?? [];
    return start ?? this.#reacts.initial(process);
  }

  act(process: number, local: number, action: string): readonly Reaction[] {
    return (
      this.#tested(`action "${action}"`, { process, local, envelope: NO_ENVELOPE }, (one) =>
        this.#reacts.act(one.process, one.local, action),
      ) ?? []
    );
  }

  serve(process: number, local: number, timer: string): readonly Reaction[] {
    return (
      this.#tested(`timer "${timer}"`, { process, local, envelope: NO_ENVELOPE }, (one) =>
        this.#reacts.serve(one.process, one.local, timer),
      ) ?? []
    );
  }

  receive(process: number, local: number, envelope: number): readonly Reaction[] | undefined {
    const { kind } = this.#values.message(envelope);
    return this.#tested(`handler "${kind}"`, { process, local, envelope }, (one) =>
      this.#reacts.receive(one.process, one.local, one.envelope),
    );
  }

  crash(process: number, local: number): number {
    const answer = (one: Asked) => this.#reacts.crash(one.process, one.local);
    // It follows from the initial state, if that is tested, and the names of durable fields.
    if (!this.#changes.keepsInitial)
      this.#tested('what a crash leaves', { process, local, envelope: NO_ENVELOPE }, (one) => [
        { local: answer(one), parcels: [] },
      ]);
    return answer({ process, local, envelope: NO_ENVELOPE });
  }

  restart(process: number, local: number): readonly Reaction[] {
    return (
      this.#tested('recover', { process, local, envelope: NO_ENVELOPE }, (one) =>
        this.#reacts.restart(one.process, one.local),
      ) ?? []
    );
  }

  /** Follows from the initial state, as a crash does. */
  turn(process: number): number {
    return this.#reacts.turn(process);
  }

  /** Not tested: where processes may become Byzantine, no search is reduced. */
  alphabet(process: number): readonly number[] {
    return this.#reacts.alphabet(process);
  }

  #tested(
    what: string,
    asked: Asked,
    ask: (asked: Asked) => readonly Reaction[] | undefined,
  ): readonly Reaction[] | undefined {
    const key = keyOf(what, asked);
    if (this.#known.has(key)) return this.#known.get(key);
    const answer = ask(asked);
    const { samples } = this.#changes;
    const images = samples.map((permutation) => this.#renamed(what, asked, permutation));
    const answers = images.map(ask);
    const bad = samples.findIndex((_, at) => !this.#fits(answer, samples[at]!, answers[at]));
    if (bad >= 0) throw this.#unfair(what, asked, ask, samples[bad]!);
    this.#known.set(key, answer);
    // If only some renamings are tested, those of the images are others.
    if (this.#changes.isExhaustive)
      images.forEach((image, at) => {
        this.#known.set(keyOf(what, image), answers[at]);
      });
    return answer;
  }

  #renamed(what: string, { process, local, envelope }: Asked, permutation: number): Asked {
    const { renaming } = this.#changes;
    return {
      process: renaming.process(process, permutation),
      local: what === 'initial' ? local : renaming.local(local, permutation),
      envelope: envelope < 0 ? envelope : renaming.envelope(envelope, permutation),
    };
  }

  /** Whether an answer to the renamed question is the renamed answer. */
  #fits(
    answer: readonly Reaction[] | undefined,
    permutation: number,
    other: readonly Reaction[] | undefined,
  ): boolean {
    if (answer === undefined || other === undefined) return answer === other;
    const renamed = answer.map(({ local, parcels }) => ({
      local: this.#changes.renaming.local(local, permutation),
      parcels: this.#changes.renaming.parcels(parcels, permutation),
    }));
    return keysOf(renamed) === keysOf(other);
  }

  #unfair(
    what: string,
    asked: Asked,
    ask: (asked: Asked) => readonly Reaction[] | undefined,
    permutation: number,
  ): Error {
    const answer = ask(asked);
    const answerBy = (one: number) => ask(this.#renamed(what, asked, one));
    const { name, processes } = this.#values;
    return this.#changes.blame.errorOf({
      place: `${name}: ${what} of role ${processes[asked.process]?.roleName}`,
      permutation,
      input: this.#textOf(what, asked),
      answer: this.#textOfAnswer(answer),
      renamedInput: this.#textOf(what, this.#renamed(what, asked, permutation)),
      renamedAnswer: this.#textOfAnswer(answerBy(permutation)),
      showsBy: (one) => !this.#fits(answer, one, answerBy(one)),
    });
  }

  #textOf(what: string, { process, local, envelope }: Asked): string {
    const values = this.#values;
    const { id } = values.process(process);
    const state = what === 'initial' ? '' : ` in ${canonicalKey(values.local(local))}`;
    const message =
      envelope < 0
        ? ''
        : ` with ${canonicalKey(values.message(envelope))} from ${values.process(values.senderOf(envelope)).id}`;
    return `${id}${state}${message}`;
  }

  #textOfAnswer(reactions: readonly Reaction[] | undefined): string {
    const values = this.#values;
    const texts = (reactions ?? []).map(({ local, parcels }) =>
      [
        canonicalKey(values.local(local)),
        ...parcels.flatMap(({ to, envelopes }) =>
          values.parcels
            .tupleOf(envelopes)
            .map((one) => `${values.process(to).id} ← ${canonicalKey(values.message(one))}`),
        ),
      ].join(', '),
    );
    return texts.join(' or ') || 'nothing';
  }
}

const keyOf = (what: string, { process, local, envelope }: Asked): string =>
  `${what} ${process} ${local} ${envelope}`;

/** Equal for equal answers, in whatever order they give their alternatives. */
const keysOf = (reactions: readonly Reaction[]): string =>
  reactions
    .map(({ local, parcels }) =>
      [local, ...parcels.map(({ to, envelopes }) => `${to}:${envelopes}`)].join(),
    )
    .sort()
    .join(' ');
