/** What a clinic and the county say by their command lines, which share nothing with the screens. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import process from 'node:process'
import { root } from './startDemo.ts'

/** One document, as both `clinic -- dump` and `county -- dump` print it. */
export interface Dumped {
  readonly id: string
  readonly kind: string
  readonly revision: number
  readonly scopes: readonly string[]
  readonly body: Readonly<Record<string, unknown>>
  /** True only at clinics: bundles that are not settled lie on it. */
  readonly waiting: boolean
}

export interface Line {
  readonly waiting: { readonly count: number }
  readonly quarantined: number
  readonly problem: { readonly code: string } | null
}

const clinicCli = 'apps/desktop/src/cli/main.ts'
const countyCli = 'apps/sync-server/src/cli/main.ts'

const clinicSays = (dataDir: string, staff: string, pin: string, command: string): Promise<string> =>
  run(clinicCli, ['--data-dir', dataDir, '--staff', staff, '--pin', pin, command], {})

/** A dump's lines as they are printed. */
export const linesOfClinic = async (dataDir: string, staff: string, pin: string): Promise<readonly string[]> => linesIn(await clinicSays(dataDir, staff, pin, 'dump'))

/** Where the county's database is, and the folder with its key. */
export interface CountyPlace {
  readonly databaseUrl: string
  readonly keyDir: string
}

/** What the county has of the scopes that a clinic says it follows. */
export const linesOfCountyFor = async (county: CountyPlace, dataDir: string, staff: string, pin: string): Promise<readonly string[]> =>
  linesIn(await runCounty(county, ['dump', '--scopes', (await clinicSays(dataDir, staff, pin, 'scopes')).trim()]))

export const dumpOfClinic = async (dataDir: string, staff: string, pin: string): Promise<readonly Dumped[]> => (await linesOfClinic(dataDir, staff, pin)).map(documentIn)

export const dumpOfCounty = async (county: CountyPlace): Promise<readonly Dumped[]> => linesIn(await runCounty(county, ['dump'])).map(documentIn)

export const lineOfClinic = async (dataDir: string, staff: string, pin: string): Promise<Line> =>
  JSON.parse(await run(clinicCli, ['--data-dir', dataDir, '--staff', staff, '--pin', pin, 'line'], {})) as Line

export const runCounty = ({ databaseUrl, keyDir }: CountyPlace, args: readonly string[]): Promise<string> =>
  run(countyCli, args, { DATABASE_URL: databaseUrl, LIANYI_KEY_DIR: keyDir })

const linesIn = (text: string): readonly string[] => text.split('\n').filter((line) => line !== '')
const documentIn = (line: string): Dumped => JSON.parse(line) as Dumped

/** @throws Error with what it complained of, when it fails */
async function run(script: string, args: readonly string[], env: Readonly<Record<string, string>>): Promise<string> {
  const child = spawn(process.execPath, [join(root, script), ...args], { env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] })
  let said = ''
  let complaint = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => { said += text })
  child.stderr.setEncoding('utf8').on('data', (text: string) => { complaint += text })
  const [code] = (await once(child, 'close')) as [number | null]
  if (code !== 0) throw new Error(`${script} ${args.at(-1) ?? ''} ended with ${code ?? 'a signal'}: ${complaint}`)
  return said
}
