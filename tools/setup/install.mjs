/** Runs `pnpm install` from the lock file, shows how far it is, and turns its failures into advice. */
import { spawn } from 'node:child_process'
import { appendFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import { adviceFor } from './advice.mjs'
import { SetupFailure } from './failure.mjs'
import { step } from './say.mjs'

/** pnpm's version is fixed: another one may read the lock file otherwise. */
const pnpm = 'pnpm@12.21.0'
const heartbeatMs = 15_000

/**
 * @param {string} root
 * @param {number} startedMs
 */
export async function installPackages(root, startedMs) {
  const log = join(root, '.lianyi', 'setup.log')
  writeFileSync(log, '')
  const lines = []
  let progress = ''
  const heartbeat = setInterval(() => step('……仍在安装', `still installing ${progress}`, startedMs), heartbeatMs)
  const code = await run(root, (line) => {
    appendFileSync(log, `${line}\n`)
    if (isNoise(line)) return
    lines.push(line)
    if (line.startsWith('Progress:')) progress = line
  })
  clearInterval(heartbeat)
  if (code === 0) return
  throw new SetupFailure({ ...adviceFor(lines), lines: failingLines(lines) })
}

/**
 * @param {string} root
 * @param {(line: string) => void} onLine
 * @returns {Promise<number>} the exit code; 127 when npx itself could not be started
 */
function run(root, onLine) {
  return new Promise((resolve) => {
    // CI=true: pnpm never asks. --yes: npx never asks. --prefer-offline: a pnpm that was fetched before
    // needs no network. A shell only on Windows, where npx is a .cmd file.
    const command = ['npx', '--yes', '--prefer-offline', pnpm, 'install', '--frozen-lockfile', '--reporter=append-only']
    const options = { cwd: root, env: quietEnvironment(), stdio: ['ignore', 'pipe', 'pipe'] }
    const child =
      process.platform === 'win32'
        ? spawn(command.join(' '), { ...options, shell: true })
        : spawn(command[0], command.slice(1), options)
    for (const stream of [child.stdout, child.stderr]) splitLines(stream, onLine)
    child.on('error', (error) => {
      onLine(`npx: ${error.message}`)
      resolve(127)
    })
    child.on('close', (code) => resolve(code ?? 1))
  })
}

/** npm hands its settings down as variables, also those that newer npm complains about, such as nodedir. */
function quietEnvironment() {
  const env = { ...process.env, CI: 'true', npm_config_yes: 'true', npm_config_update_notifier: 'false' }
  delete env.npm_config_nodedir
  delete env.npm_config_omit_lockfile_registry_resolved
  // An install of development packages too, whatever the caller's mode.
  delete env.NODE_ENV
  return env
}

/**
 * @param {import('node:stream').Readable} stream
 * @param {(line: string) => void} onLine
 */
function splitLines(stream, onLine) {
  let rest = ''
  stream.setEncoding('utf8')
  stream.on('data', (chunk) => {
    const parts = (rest + chunk).split(/\r?\n|\r/)
    rest = parts.pop() ?? ''
    for (const part of parts) if (part.trim() !== '') onLine(part)
  })
  stream.on('end', () => {
    if (rest.trim() !== '') onLine(rest)
  })
}

/** @param {string} line */
function isNoise(line) {
  return /^npm (warn|notice)/i.test(line) || /Agent skills awaiting|pnpm approve|deprecated subdependenc/i.test(line)
}

/**
 * The lines that name an error code, else those that speak of one, else the last.
 * @param {readonly string[]} lines
 */
function failingLines(lines) {
  const matching = (pattern) => lines.filter((line) => pattern.test(line))
  const choices = [matching(/\bERR_\w+|\bcode E|\bE[A-Z]{4,}\b/), matching(/error|fail|denied|cannot|unable/i), lines.slice(-6)]
  return (choices.find((choice) => choice.length > 0) ?? []).slice(0, 6)
}
