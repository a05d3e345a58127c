import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

/** For so long a file must have been as it is, in milliseconds: some disks note when it was changed in seconds. */
const SETTLED = 1000;

/** Files that say how modules are read, wherever they lie above a module. */
const SETTINGS = ['package.json', 'tsconfig.json'];

/**
 * Keeps what programs were put together to, so that they need not be put together again as long as all that was read for it is
 * the same, byte by byte: `npm run check -- --help` takes 0.3 s then instead of 0.7. Where nothing can be kept, nothing is.
 */
export class KeptScripts {
  #folder;

  /** @param folder where it is kept: the path of a folder that need not be there yet */
  constructor(folder) {
    this.#folder = folder;
  }

  /**
   * @param name tells apart what is made of the same program in several ways
   * @returns the text that was kept, or undefined if there is none, or it would be another by now
   */
  find(name) {
    try {
      const kept = readFileSync(this.#fileOf(name));
      const end = kept.indexOf('\n');
      const { paths, digest } = JSON.parse(kept.toString('utf8', 0, end));
      const text = kept.subarray(end + 1);
      return digestOf(paths, text) === digest ? text.toString() : undefined;
    } catch {
      return undefined;
    }
  }

  /**
   * Keeps a text, unless what it is made of was changed while it was put together, or just before.
   * @param modules the paths of the modules that it is made of, and of what makes it
   * @param begun when the first of them was read, in milliseconds since 1970
   */
  keep(name, text, modules, begun) {
    const paths = [...new Set(modules.flatMap((path) => [path, ...settingsOf(path)]))];
    if (paths.some((path) => changedAt(path) > begun - SETTLED)) return;
    const file = this.#fileOf(name);
    // Renamed when it is whole: another process may look for it, or keep the same.
    const draft = `${file}.${process.pid}.${performance.now()}`;
    try {
      mkdirSync(this.#folder, { recursive: true });
      writeFileSync(draft, `${JSON.stringify({ paths, digest: digestOf(paths, text) })}\n${text}`);
      renameSync(draft, file);
    } catch {
      // Then it is put together again the next time.
    }
  }

  #fileOf(name) {
    return join(this.#folder, createHash('sha256').update(name).digest('hex'));
  }
}

/** Where settings for a module may lie, whether there are any by now or not. */
function settingsOf(path) {
  const found = [];
  for (let at = resolve(path); at !== dirname(at); at = dirname(at))
    found.push(...SETTINGS.map((name) => join(dirname(at), name)));
  return found;
}

/** A digest of what is in some files, of whether they are there, and of a text. */
function digestOf(paths, text) {
  const hash = createHash('sha256');
  for (const path of paths) {
    const content = contentOf(path);
    hash.update(`${path} ${content?.length ?? 'is not there'}\n`);
    if (content !== undefined) hash.update(content);
  }
  return hash.update(text).digest('hex');
}

/** When a file was changed last, in milliseconds since 1970; of none that is there, long ago. */
const changedAt = (path) => statSync(path, { throwIfNoEntry: false })?.ctimeMs ?? 0;

function contentOf(path) {
  try {
    return readFileSync(path);
  } catch {
    return undefined;
  }
}
