import type { Configuration } from '../spec/configuration.ts';
import type { Spread } from './orbits.ts';

/** The families of numbers whose spread is bound, in their order. */
export const familiesOf = ({ bounds }: Configuration): readonly string[] =>
  bounds.flatMap(({ measure }) => (measure.over === 'spread' ? [measure.family] : []));

/** The bounds on how far apart numbers may be. */
export const spreadsOf = (configuration: Configuration): readonly Spread[] => {
  const families = familiesOf(configuration);
  return configuration.bounds.flatMap(({ measure, limit }, bound) =>
    measure.over === 'spread'
      ? [
          {
            bound,
            limit,
            family: families.indexOf(measure.family),
            fromFirst: measure.fromFirst,
          },
        ]
      : [],
  );
};
