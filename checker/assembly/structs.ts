/**
 * How `source/context.ts` and `source/plain.ts` lay their structures out: their fields in order, each an integer. A test compares the two.
 */
const CONTEXT = [
  'processes',
  'width',
  'bounds',
  'inFlightLimit',
  'learns',
  'count',
  'keys',
  'ids',
  'lists',
  'inFlight',
  'ends',
  'fates',
  'rowCount',
  'rowsMost',
  'rowKeys',
  'rowLabels',
  'pool',
  'poolEnd',
  'slots',
  'folds',
  'foldCount',
  'groups',
  'groupCount',
  'changed',
  'scratch',
  'answers',
  'answerRows',
  'mostRoom',
  'treeNodes',
  'treeEnd',
  'treeNext',
  'treeMask',
  'fieldsOfFact',
  'writes',
  'writesEnd',
  'inboxes',
  'parcels',
  'senders',
  'cells',
  'mail',
  'mailMost',
  'recipes',
  'cuts',
  'cutsNow',
  'cutLabels',
  'cutLabelsMost',
  'cutLabelCount',
  'permutations',
  'members',
  'ranges',
  'orders',
  'targets',
  'columns',
  'columnSize',
  'commons',
  'renamed',
  'lookTable',
  'lookMask',
  'tree',
  'order',
  'looks',
  'image',
  'best',
  'missing',
  'first',
  'second',
  'third',
] as const;

const SLOT = [
  'shift',
  'bits',
  'group',
  'lists',
  'listCount',
  'additions',
  'additionsMask',
  'unused',
] as const;

const PAIRS = ['rows', 'mask', 'size', 'most', 'pairs'] as const;

const FOLD = [...PAIRS, 'one', 'other'] as const;

const CELLS = [...PAIRS, 'added', 'addedMost'] as const;

const RECIPES = [
  'ints',
  'locals',
  'localsCount',
  'arrivals',
  'arrivalsMask',
  'failures',
  'failuresMask',
  'kindRows',
  'kindMask',
  'kinds',
  'pool',
  'poolMost',
  'loss',
  'duplication',
  'waiting',
  'beginnings',
  'waitingMost',
  'runs',
  'outcomes',
  'draftMost',
] as const;

const RENAMED = ['names', 'namesCount', 'images', 'imagesCount', 'looks', 'looksCount'] as const;

const PLAIN = [
  'count',
  'keys',
  'arrivals',
  'ends',
  'isStuck',
  'groups',
  'groupCount',
  'lists',
  'pool',
  'poolEnd',
  'transitions',
  'asleep',
  'rowCount',
  'rowsMost',
  'rowKeys',
  'rowLabels',
  'rowArrivals',
  'asleepCount',
  'asleepMost',
  'asleepLabels',
  'work',
  'workMost',
  'missing',
  'room',
] as const;

const GROUP = ['high', 'low', 'rows', 'mask'] as const;

/** For each field its place. */
type Places<Name extends string> = Readonly<Record<Name, number>>;

const placesOf = <Name extends string>(names: readonly Name[]): Places<Name> =>
  // There is an entry for each name.
  Object.fromEntries(names.map((name, place) => [name, place])) as Places<Name>;

export const context: Places<(typeof CONTEXT)[number]> = placesOf(CONTEXT);
export const CONTEXT_SIZE: number = CONTEXT.length;

export const slot: Places<(typeof SLOT)[number]> = placesOf(SLOT);
export const SLOT_SIZE: number = SLOT.length;

export const pairs: Places<(typeof PAIRS)[number]> = placesOf(PAIRS);
export const PAIRS_SIZE: number = PAIRS.length;

export const cells: Places<(typeof CELLS)[number]> = placesOf(CELLS);
export const CELLS_SIZE: number = CELLS.length;

export const recipes: Places<(typeof RECIPES)[number]> = placesOf(RECIPES);
export const RECIPES_SIZE: number = RECIPES.length;

export const fold: Places<(typeof FOLD)[number]> = placesOf(FOLD);
export const FOLD_SIZE: number = FOLD.length;

export const renamed: Places<(typeof RENAMED)[number]> = placesOf(RENAMED);
export const RENAMED_SIZE: number = RENAMED.length;

export const plain: Places<(typeof PLAIN)[number]> = placesOf(PLAIN);
export const PLAIN_SIZE: number = PLAIN.length;

export const group: Places<(typeof GROUP)[number]> = placesOf(GROUP);
export const GROUP_SIZE: number = GROUP.length;

/** What may be missing to expand a state. */
export const MISSING = {
  nothing: 0,
  list: 1,
  addition: 2,
  record: 3,
  answers: 4,
  pair: 5,
  width: 6,
  room: 7,
  image: 8,
  look: 9,
  looks: 10,
} as const;
