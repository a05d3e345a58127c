/**
 * What a stepper tells these loops, and what they answer: integers at places that `kernel/expander.ts` knows too. All that
 * is called "where" is an address.
 */
@unmanaged
export class Context {
  /** How many cells a state has; then come the environment and the slots of the history. */
  processes: i32;
  width: i32;
  bounds: i32;
  /** So many messages may be in flight. */
  inFlightLimit: i32;
  /** Whether pairs that were never met are numbered, and states wait for what is missing; else they are put aside. */
  learns: i32;

  /** The states of the block, and where their keys are. */
  count: i32;
  keys: usize;
  /** Where the ids of all slots are: that of a slot in a state at `slot * count + state`. */
  ids: usize;
  /** Where the lists of all processes are, in the same order, by their places in the pool; and how many messages wait in each state. */
  lists: usize;
  inFlight: usize;
  /** For each state, where its rows end, and what came of expanding it, see `explore/block.ts`. */
  ends: usize;
  fates: usize;

  rowCount: i32;
  rowsMost: i32;
  rowKeys: usize;
  rowLabels: usize;

  /** What may happen, and up to where it is written, as far as this thread may look. */
  pool: usize;
  poolEnd: i32;
  slots: usize;
  folds: usize;
  foldCount: i32;
  /** For each group of folded slots how many they are, then which, the root first; then how many folds they take, and which. */
  groups: usize;
  groupCount: i32;
  /** A vector with the changes to folded slots, and one to fold them in. */
  changed: usize;
  scratch: usize;

  /** See `Possibilities`: its rows, where each is, and so much room is enough for everything. */
  answers: usize;
  answerRows: usize;
  mostRoom: i32;

  /** The decision tree of the history: see `decide`; and so many of its nodes are written, as far as this thread may look. */
  treeNodes: usize;
  treeEnd: i32;
  treeNext: usize;
  treeMask: i32;
  /** A fact, or one with a field, is so many numbers. */
  fieldsOfFact: i32;
  writes: usize;
  writesEnd: i32;

  /** Where messages are added to inboxes here: the tuples of inboxes and of parcels; the senders of messages where their order counts, else 0. */
  inboxes: usize;
  parcels: usize;
  senders: usize;
  /** Where the cells of each process are. */
  cells: usize;
  /** Room for so many messages of an inbox, and as many of a parcel. */
  mail: usize;
  mailMost: i32;

  /** What lists of outcomes are put together from here, 0 where they are not. */
  recipes: usize;

  /** How many transitions each bound has cut in this call, and in the state at hand. */
  cuts: usize;
  cutsNow: usize;
  /** The labels of what was cut, if they are kept: then there is room for some. */
  cutLabels: usize;
  cutLabelsMost: i32;
  cutLabelCount: i32;

  /** How many renamings there are, 0 where states are not reduced; and how many members have names that are exchanged. */
  permutations: i32;
  members: i32;
  /** How many classes of members there are; then where each begins and ends. */
  ranges: usize;
  /** For each renaming the members in the order of their new names, and the slot that the value of each slot goes to. */
  orders: usize;
  targets: usize;
  /** For each member how many slots are its own, then which; and how far it is from one to the next. */
  columns: usize;
  columnSize: i32;
  /** How many slots are nobody's, then which. */
  commons: usize;
  /** For each slot, what is known of its values in other names. */
  renamed: usize;
  lookTable: usize;
  lookMask: i32;
  /** From a node, and the member that comes next in an order, to the next node; behind the last member, the renaming. */
  tree: usize;
  order: usize;
  /** How each member looks; a vector in other names, and the least one so far. */
  looks: usize;
  image: usize;
  best: usize;

  /** What is missing, and of what. */
  missing: i32;
  first: i32;
  second: i32;
  third: i32;
}

/** One place of a state's vector. */
@unmanaged
export class Slot {
  /** Where its field starts in a key, and its width. */
  shift: i32;
  bits: i32;
  /** The bit of its group, if it is folded; else 0. */
  group: i32;
  /** Of a process: where its lists are, by cell, and how many; and the rows and the mask of its table of additions. */
  lists: usize;
  listCount: i32;
  additions: usize;
  additionsMask: i32;
  /** Makes its size a power of two. */
  unused: i32;
}

/** Pairs of ids that are numbered. */
@unmanaged
export class Pairs {
  /** The rows and the mask of their table, how many are numbered, and for how many there is room. */
  rows: usize;
  mask: i32;
  size: i32;
  most: i32;
  /** Where the pairs are, by their numbers. */
  pairs: usize;
}

/** Two slots that are folded into the first. */
@unmanaged
export class Fold extends Pairs {
  one: i32;
  other: i32;
}

/** The cells of a process: pairs of a local state and an inbox. */
@unmanaged
export class Cells extends Pairs {
  /** How many additions are known, and for how many there is room. */
  added: i32;
  addedMost: i32;
}

/** What may happen to processes, by their local states and by messages, see `kernel/recipes.ts`. */
@unmanaged
export class Recipes {
  ints: usize;
  /** Where the recipe of each process and local state is, and for how many there is a place. */
  locals: usize;
  localsCount: i32;
  /** From a process with a local state, and a message, to where it is told what comes of its arrival, and of its failures. */
  arrivals: usize;
  arrivalsMask: i32;
  failures: usize;
  failuresMask: i32;
  /** From a change and one more, and how many more messages are in flight, to the kind of outcomes; and where kinds are. */
  kindRows: usize;
  kindMask: i32;
  kinds: usize;
  /** The pool of outcomes, and how long it may be. */
  pool: usize;
  poolMost: i32;
  /** The changes that a loss and a duplication need, -1 where there is none. */
  loss: i32;
  duplication: i32;
  /** The messages that wait in an inbox, and the tuples that it begins with; and for how many there is room. */
  waiting: usize;
  beginnings: usize;
  waitingMost: i32;
  /** The list in the making, its runs and its outcomes; and for how many integers there is room in each. */
  runs: usize;
  outcomes: usize;
  draftMost: i32;
}

/** The values of a slot in other names, see `reduction/renamed-values.ts`: arrays, and how many places each has. */
@unmanaged
export class Renamed {
  names: usize;
  namesCount: i32;
  images: usize;
  imagesCount: i32;
  looks: usize;
  looksCount: i32;
}

/** Why a state could not be expanded: what must be found out, or given more room, before it is tried once more. */
export namespace Missing {
  export const NOTHING: i32 = 0;
  /** The outcomes of process `first` in cell `second`. */
  export const LIST: i32 = 1;
  /** The cell of process `first` in cell `second` with parcel `third`. */
  export const ADDITION: i32 = 2;
  /** What event `first` changes in the history of state `second` of the block. */
  export const RECORD: i32 = 3;
  /** The row of what environment `first` allows with room for `second` messages. */
  export const ANSWERS: i32 = 4;
  /** The pair of ids `second` and `third` of fold `first`. */
  export const PAIR: i32 = 5;
  /** A field wide enough. */
  export const WIDTH: i32 = 6;
  /** Room for `first` rows in all, and the labels of `second` transitions that are cut. */
  export const ROOM: i32 = 7;
  /** The value `second` of slot `first` in renaming `third`. */
  export const IMAGE: i32 = 8;
  /** How the value `second` of slot `first` looks to member `third`. */
  export const LOOK: i32 = 9;
  /** The number of looks `first` and `second` together. */
  export const LOOKS: i32 = 10;
}

// Set once, before anything else is called.
let where: usize = 0;

export function use(context: usize): void {
  where = context;
}

export function here(): Context {
  return changetype<Context>(where);
}

/** The address of an index of an array. */
export function from(array: usize, index: i32): usize {
  return array + ((<usize>index) << 2);
}

export function slotAt(index: i32): Slot {
  return slotIn(here().slots, index);
}

export function slotIn(slots: usize, index: i32): Slot {
  return changetype<Slot>(slots + <usize>index * offsetof<Slot>());
}

export function foldAt(index: i32): Fold {
  return changetype<Fold>(here().folds + <usize>index * offsetof<Fold>());
}

/** The cells of a process. */
export function cellsOf(process: i32): Cells {
  return changetype<Cells>(at(here().cells, process));
}

/** The tuples of messages that inboxes are. */
export function inboxes(): Pairs {
  return changetype<Pairs>(here().inboxes);
}

export function recipes(): Recipes {
  return changetype<Recipes>(here().recipes);
}

export function renamedAt(slot: i32): Renamed {
  return changetype<Renamed>(here().renamed + <usize>slot * offsetof<Renamed>());
}

/** The integer at an index of an array. */
export function at(array: usize, index: i32): i32 {
  return load<i32>(array + ((<usize>index) << 2));
}

export function put(array: usize, index: i32, value: i32): void {
  store<i32>(array + ((<usize>index) << 2), value);
}

/** Says what is missing; gives false. */
export function miss(what: i32, first: i32 = 0, second: i32 = 0, third: i32 = 0): bool {
  const context = here();
  context.missing = what;
  context.first = first;
  context.second = second;
  context.third = third;
  return false;
}
