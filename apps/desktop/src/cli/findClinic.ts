import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import * as z from 'zod';

/** A clinic of this machine that the command line may speak to. */
export interface ClinicPlace {
  readonly name: string;
  readonly dataDir: string;
  readonly staff: readonly DemoStaff[];
}

export interface DemoStaff {
  readonly name: string;
  readonly pin: string;
}

/** Written by `npm start`; what is not named here it may hold as well. */
const demoFile = z.looseObject({
  clinics: z.array(z.looseObject({
    name: z.string(),
    slug: z.string().optional(),
    dataDir: z.string().optional(),
    staff: z.array(z.looseObject({ name: z.string(), pin: z.string() })),
  })),
});
const identity = z.looseObject({ orgName: z.string() });

const demoHome = resolve(import.meta.dirname, '../../../../.lianyi');

export interface Wanted {
  /** A clinic's name or part of it; the demo's first if left out. */
  readonly clinic?: string | undefined;
  readonly dataDir?: string | undefined;
  /** Where the caller stands, for a relative `dataDir`. */
  readonly folder: string;
  /** Where the demo keeps everything; that of this clone if left out. */
  readonly home?: string;
}

/** The clinic that is meant, or why there is none. */
export function findClinic({ clinic, dataDir, folder, home = demoHome }: Wanted): ClinicPlace | { readonly problem: string } {
  const places = demoPlaces(home);
  if (dataDir !== undefined) {
    const directory = resolve(folder, dataDir);
    const name = nameIn(directory);
    if (name === null) return { problem: `${directory} 不是诊所的数据目录 · is no clinic's data directory` };
    return { name, dataDir: directory, staff: places.find((place) => place.dataDir === directory)?.staff ?? [] };
  }
  if (places.length === 0) return { problem: `这里还没有诊所：${home}。先运行 npm start；演示用 npm start -- --home DIR 放在别处的，给出 --data-dir DIR/clinics/…（DIR/demo.json 里有） · No clinic is there yet: ${home}. Run npm start first; of a demo that npm start -- --home DIR keeps elsewhere give --data-dir DIR/clinics/... (DIR/demo.json has it)` };
  const found = clinic === undefined ? places[0] : places.find((place) => place.name === clinic) ?? places.find((place) => place.name.includes(clinic) || place.dataDir.endsWith(clinic));
  return found ?? { problem: `没有这个诊所 · No such clinic: ${clinic ?? ''} (${places.map((place) => place.name).join(', ')}; ${home})` };
}

function demoPlaces(home: string): readonly ClinicPlace[] {
  const path = join(home, 'demo.json');
  if (!existsSync(path)) return [];
  const demo = demoFile.safeParse(jsonIn(path));
  if (!demo.success) return [];
  const directories = clinicDirectories(home);
  return demo.data.clinics.flatMap(({ name, slug, dataDir, staff }) => {
    const directory = dataDir ?? (slug === undefined ? directories.get(name) : join(home, 'clinics', slug));
    return directory === undefined ? [] : [{ name, dataDir: resolve(home, directory), staff }];
  });
}

/** The demo's data directories by the name that each clinic was enrolled under. */
function clinicDirectories(home: string): ReadonlyMap<string, string> {
  const parent = join(home, 'clinics');
  if (!existsSync(parent)) return new Map();
  return new Map(readdirSync(parent).flatMap((slug) => {
    const name = nameIn(join(parent, slug));
    return name === null ? [] : [[name, join(parent, slug)] as const];
  }));
}

function nameIn(dataDir: string): string | null {
  const path = join(dataDir, 'identity.json');
  const found = existsSync(path) ? identity.safeParse(jsonIn(path)) : null;
  return found?.success === true ? found.data.orgName : null;
}

/** Undefined where it is no JSON: what is damaged names no clinic. */
function jsonIn(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as unknown;
  } catch {
    return undefined;
  }
}
