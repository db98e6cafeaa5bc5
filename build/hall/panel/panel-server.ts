import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { z } from 'zod'
import { projectPath } from '../../project.ts'
import type { PanelPart } from './panel-part.ts'

/** 模拟设备面板: a page on loopback by which a person uses the hall's simulated devices by hand. */
export interface Panel {
  /** With the secret in its path; whoever has it can press the buttons. */
  readonly url: string
  stop(): Promise<void>
}

const pressSchema = z.strictObject({ part: z.string(), control: z.int().min(0), choice: z.int().min(0) })
const longestRequest = 1000
/** Everything comes from this page itself; nothing is asked of any other host, and no other page may frame it. */
const policy =
  "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; frame-ancestors 'none'"

const files = {
  '': ['page.html', 'text/html; charset=utf-8'],
  'page.css': ['page.css', 'text/css; charset=utf-8'],
  'page.js': ['page.js', 'text/javascript; charset=utf-8'],
} as const

/** Serves the panel of `parts` on a free port of 127.0.0.1, under a path that cannot be guessed. */
export async function startPanel(parts: readonly PanelPart[]): Promise<Panel> {
  const secret = randomBytes(16).toString('hex')
  let host = ''
  const server = createServer((request, response) => {
    answer(request, response, { parts, secret, host }).catch((error: unknown) => {
      send(response, 500, { ok: false, problem: error instanceof Error ? error.message : String(error) })
    })
  })
  await new Promise<void>((listening, failed) => {
    server.once('error', failed)
    server.listen(0, '127.0.0.1', listening)
  })
  host = `127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    url: `http://${host}/${secret}/`,
    async stop() {
      for (const part of parts) part.close()
      server.closeAllConnections()
      await new Promise((closed) => server.close(closed))
    },
  }
}

interface Served {
  readonly parts: readonly PanelPart[]
  readonly secret: string
  readonly host: string
}

async function answer(request: IncomingMessage, response: ServerResponse, served: Served): Promise<void> {
  const { parts, secret, host } = served
  const path = request.url ?? ''
  // Another name for this machine means that a foreign page had its own name point here.
  if (request.headers.host !== host || !path.startsWith(`/${secret}/`)) return send(response, 404, null)
  const rest = path.slice(secret.length + 2)
  if (request.method === 'GET' && rest === 'state') return send(response, 200, await stateOf(parts))
  if (request.method === 'POST' && rest === 'press') return send(response, 200, await press(request, parts))
  if (request.method === 'GET' && Object.hasOwn(files, rest)) {
    const [name, type] = files[rest as keyof typeof files]
    response.writeHead(200, { 'content-type': type, 'content-security-policy': policy, ...always })
    response.end(readFileSync(join(projectPath('build', 'hall', 'panel'), name)))
    return
  }
  send(response, 404, null)
}

async function stateOf(parts: readonly PanelPart[]): Promise<unknown> {
  return Promise.all(
    parts.map(async ({ id, title, controls, status }) => ({
      id,
      title,
      status: await status().catch(() => ['模拟器没有回应']),
      controls: controls.map(({ label, tone, choices }) => ({
        label,
        tone,
        choices: choices?.map((choice) => choice.label),
      })),
    })),
  )
}

/** Presses a button by its place in the list: what is not on the panel cannot be sent. */
async function press(request: IncomingMessage, parts: readonly PanelPart[]): Promise<unknown> {
  const wanted = pressSchema.parse(JSON.parse(await bodyOf(request)))
  const part = parts.find(({ id }) => id === wanted.part)
  const control = part?.controls[wanted.control]
  if (part === undefined || control === undefined) return { ok: false, problem: '面板上没有这个按钮' }
  try {
    await part.press(control.command, { ...control.args, ...control.choices?.[wanted.choice]?.args })
    return { ok: true }
  } catch (error) {
    return { ok: false, problem: error instanceof Error ? error.message : String(error) }
  }
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  if (request.headers['content-type'] !== 'application/json') throw new Error('not JSON')
  let text = ''
  for await (const piece of request.setEncoding('utf8')) {
    text += String(piece)
    if (text.length > longestRequest) throw new Error('too long')
  }
  return text
}

const always = {
  'cache-control': 'no-store',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
}

function send(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json', ...always })
  response.end(JSON.stringify(body))
}
