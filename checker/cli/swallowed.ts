import { checkCommand } from './options.ts';

/**
 * The options that npm took for itself, because no `--` stood before them: it leaves each in the
 * environment of the script, as `npm_config_max_states` for `--max-states`.
 */
export function swallowedBy(
  environment: Readonly<Record<string, string | undefined>>,
): readonly string[] {
  return checkCommand().options.flatMap(({ long }) => {
    const value = environment[`npm_config_${long?.slice(2).replaceAll('-', '_')}`];
    if (value === undefined || value === '' || typeof long !== 'string') return [];
    return [value === 'true' ? long : `${long}=${value}`];
  });
}
