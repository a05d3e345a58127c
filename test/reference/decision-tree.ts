import fc from 'fast-check';
import { because, type Verdict } from '../../checker/property/because.ts';

/** Questions with yes or no for an answer, and something decided at the end. */
export type Tree<Question, Leaf> =
  | { readonly leaf: Leaf }
  | {
      readonly ask: Question;
      readonly yes: Tree<Question, Leaf>;
      readonly no: Tree<Question, Leaf>;
    };

/** Random trees of up to three questions in a row. What is asked next depends on the answers so far. */
export const trees = <Question, Leaf>(
  questions: fc.Arbitrary<Question>,
  leaves: fc.Arbitrary<Leaf>,
  depth = 3,
): fc.Arbitrary<Tree<Question, Leaf>> => {
  const ends = leaves.map((leaf) => ({ leaf }));
  if (depth === 0) return ends;
  const branch = trees(questions, leaves, depth - 1);
  const asked = fc.record({ ask: questions, yes: branch, no: branch });
  return fc.oneof({ arbitrary: ends, weight: 1 }, { arbitrary: asked, weight: 3 });
};

/** What a tree comes to. */
export function decide<Question, Leaf>(
  tree: Tree<Question, Leaf>,
  answer: (question: Question) => boolean,
): Leaf {
  if ('leaf' in tree) return tree.leaf;
  return decide(answer(tree.ask) ? tree.yes : tree.no, answer);
}

/** What predicates answer; mostly the usual thing, so that the other is now and then some way off. */
export const verdicts = (usual: boolean): fc.Arbitrary<Verdict> =>
  fc.oneof(
    { arbitrary: fc.constant(usual), weight: 5 },
    { arbitrary: fc.constant<Verdict>(!usual), weight: 1 },
    { arbitrary: fc.constant<Verdict>(usual || because('a reason')), weight: 1 },
  );
