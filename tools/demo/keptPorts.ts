import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeWhole } from './home.ts';
import { freePort } from './processes.ts';

/** The ports that the demo's clinics have, by slug. A page that stands open goes on after the next start. */
export class KeptPorts {
  readonly #file: string;
  readonly #former: Readonly<Record<string, number>>;
  readonly #taken = new Map<string, number>();

  constructor(directory: string) {
    this.#file = join(directory, 'ports.json');
    this.#former = read(this.#file);
  }

  /** The one that `slug` had if it is free, else the next from `from` on that is, and that no other clinic has or had. */
  async portFor(slug: string, from: number): Promise<number> {
    const former = this.#former[slug];
    const others = new Set([...this.#taken.values(), ...Object.entries(this.#former).flatMap(([other, port]) => (other === slug ? [] : [port]))]);
    let port = await freePort(former ?? from);
    while (others.has(port)) port = await freePort(port + 1);
    this.#taken.set(slug, port);
    return port;
  }

  keep(): void {
    writeWhole(this.#file, `${JSON.stringify({ ...this.#former, ...Object.fromEntries(this.#taken) })}\n`);
  }
}

function read(file: string): Readonly<Record<string, number>> {
  if (!existsSync(file)) return {};
  try {
    const ports = JSON.parse(readFileSync(file, 'utf8')) as unknown;
    const entries = typeof ports === 'object' && ports !== null ? Object.entries(ports) : [];
    return Object.fromEntries(entries.filter((entry): entry is [string, number] => Number.isInteger(entry[1]) && entry[1] > 1023 && entry[1] < 65_536));
  } catch {
    return {};
  }
}
