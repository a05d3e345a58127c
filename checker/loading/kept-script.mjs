import { createHash } from 'node:crypto';
import {
  mkdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';

/** For so long everything must have been as it is, in milliseconds: some disks note when it was changed in seconds. */
const SETTLED = 1000;

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
   * @param files the paths of the files that it is made of
   * @param begun when the first of them was read, in milliseconds since 1970
   */
  keep(name, text, files, begun) {
    const paths = [...new Set(files.flatMap((path) => [path, ...settingsOf(path)]))];
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

/**
 * What says how a module and its imports are read, whether it is there by now or not: the description of its package, and the packages
 * that it may import, folder by folder up to the package's own; and what is installed there.
 */
function settingsOf(path) {
  const found = [];
  for (let at = dirname(path); ; at = dirname(at)) {
    const description = join(at, 'package.json');
    const packages = join(at, 'node_modules');
    found.push(description, packages, join(packages, '.package-lock.json'));
    if (at === dirname(at) || statOf(description)?.isFile()) return found;
  }
}

/** A digest of what is in some files, of where folders are, of what is not there, and of a text. */
function digestOf(paths, text) {
  const hash = createHash('sha256');
  for (const path of paths) {
    const content = contentOf(path);
    hash.update(`${path} ${content.length}\n`).update(content);
  }
  return hash.update(text).digest('hex');
}

function contentOf(path) {
  try {
    return readFileSync(path);
  } catch (error) {
    return error.code === 'EISDIR' ? `a folder at ${realpathSync(path)}` : 'nothing';
  }
}

/** When something was changed last, in milliseconds since 1970; where nothing is, when it may have been taken away. */
function changedAt(path) {
  const stat = statOf(path);
  // What changes in a folder of packages is told by what is read of them.
  if (stat !== undefined) return stat.isFile() ? stat.ctimeMs : 0;
  const folder = dirname(path);
  return folder === path ? 0 : (statOf(folder)?.ctimeMs ?? changedAt(folder));
}

const statOf = (path) => statSync(path, { throwIfNoEntry: false });
