import { expect, test } from 'vitest';
import { swallowedBy } from '../../checker/cli/swallowed.ts';

test('finds options of a check in what npm leaves in the environment', () => {
  const environment = {
    npm_config_all: 'true',
    npm_config_max_states: 'true',
    npm_config_variant: 'no-quorum',
    npm_config_format: '',
    npm_config_cache: '/somewhere',
    PATH: '/bin',
  };
  expect(swallowedBy(environment)).toEqual(['--variant=no-quorum', '--max-states', '--all']);
});
