import type { Portions } from '../explore/portions.ts';
import type { Counted } from '../explore/search.ts';
import type { Generated, RoundRows } from '../explore/share.ts';
import type { Stretches } from '../explore/stretches.ts';
import type { Meeting, News } from '../kernel/foresight.ts';
import type { SharedModel } from '../kernel/reader.ts';
import type { ParameterValues } from '../model/parameters.ts';
import type { Layout } from '../store/encoder.ts';

/** Arrays that were moved when they grew: the number of each in the list of all, and where it is now. */
export type Moves = readonly (readonly [number, Int32Array])[];

/** What all threads share: a model, and how keys are laid out. */
export interface Known {
  readonly model: SharedModel;
  readonly layout: Layout;
}

/** What is searched, for a thread that has the specs. */
export interface Question {
  readonly spec: string;
  readonly variant: string | undefined;
  readonly parameters: ParameterValues;
  /** Whether states are reduced by symmetry, and by shifts of numbers that rise. */
  readonly symmetric: boolean;
  readonly shifting: boolean;
}

/** What the main thread has a worker do. Arrays in it are shared, everything else is a copy. */
export type Order =
  | {
      /** Works with this from now on. */
      readonly kind: 'learn';
      readonly known: Known;
    }
  | {
      /** Takes over the keys that are its own, which were laid out as the model sent last says. */
      readonly kind: 'adopt';
      readonly order: readonly Int32Array[];
      readonly states: number;
    }
  | {
      /** Makes the model for itself. */
      readonly kind: 'foresee';
      readonly question: Question;
      readonly news: News;
    }
  | {
      readonly kind: 'generate';
      readonly round: Portions;
      /** What came to be numbered since; types of records, and by which states they were met. Nothing where the worker has no model. */
      readonly news: News;
      readonly makers: readonly string[];
      readonly meetings: readonly Meeting[];
      /** Whether the main thread expands meanwhile what is put aside. */
      readonly isFollowed: boolean;
      readonly moves: Moves;
    }
  | {
      /** Has no reply: what has moved while the worker generates, so that it finds what was found out since. */
      readonly kind: 'note';
      readonly moves: Moves;
    }
  | {
      readonly kind: 'insert';
      readonly round: RoundRows;
    }
  | {
      readonly kind: 'append';
      readonly stretches: Stretches;
      readonly moves: Moves;
      /** Of which it says whether it is given up. */
      readonly round: Portions;
      readonly news: News;
      /** Chunks of the order that are new, and the array of first children. */
      readonly order: readonly Int32Array[];
      readonly firstChildren: Int32Array;
    };

export type OrderTo<Kind extends Order['kind']> = Extract<Order, { readonly kind: Kind }>;

/** What a worker answers. */
export type Reply =
  | { readonly kind: 'done' }
  | {
      readonly kind: 'failed';
      /** Of the error; a RangeError may say that there is no memory left. */
      readonly name: string;
      readonly message: string;
      readonly stack: string | undefined;
    }
  | Generated
  | { readonly kind: 'inserted'; readonly added: Int32Array }
  | {
      readonly kind: 'appended';
      readonly asked: readonly number[];
      /** In all rounds so far. */
      readonly counted: Counted;
    };

/** What a worker is started with. */
export interface Start {
  readonly port: import('node:worker_threads').MessagePort;
  /** How many orders were given, and how many replies were: see `Signals`. */
  readonly signals: Int32Array;
  /** Which share it has, and how many there are. */
  readonly owner: number;
  readonly owners: number;
  /** Whether it is kept how states were reached. */
  readonly sleeps: boolean;
  readonly loops: WebAssembly.Module;
  /** Where it tells what it has found out ahead, and which of that is some thread's to find out. */
  readonly telling: import('node:worker_threads').MessagePort;
  readonly claims: Int32Array;
}

/** The places in the array of signals. */
export const ORDERS = 0;
export const REPLIES = 1;

/** Where `loading/one-script.mjs` says in a thread that the program has asked for chance or time while it was loaded. */
export const CHANCE = 'the program is another one each time';
