// The server of the floors, of the naive loop and of RxDB: what it confirms is a fsynced file.
import { randomUUID } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { open, rename } from 'node:fs/promises'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'

const folder = process.argv[2] ?? ''
const headers = {
  'access-control-allow-origin': '*',
  'access-control-allow-methods': 'PUT, POST, GET',
  'access-control-allow-headers': '*',
  'access-control-max-age': '600',
}

async function keep(name: string, bytes: Buffer): Promise<void> {
  const path = join(folder, name)
  const handle = await open(`${path}.new`, 'w')
  await handle.writeFile(bytes)
  await handle.sync()
  await handle.close()
  await rename(`${path}.new`, path)
  const parent = await open(folder, 'r')
  await parent.sync()
  await parent.close()
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks)
}

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const name = (request.url ?? '').split('/').at(-1) ?? ''
  if (request.method === 'PUT' && /^[\w-]+$/.test(name)) await keep(name, await bodyOf(request))
  if (request.method === 'POST') await keep(randomUUID(), await bodyOf(request))
  response.writeHead(request.method === 'OPTIONS' ? 204 : 200, headers)
  response.end(request.method === 'OPTIONS' ? undefined : '[]')
}

mkdirSync(folder, { recursive: true })
const server = createServer((request, response) => {
  answer(request, response).catch((error: unknown) => {
    console.error(error)
    response.writeHead(500, headers).end()
  })
})
server.listen(0, '127.0.0.1', () => {
  console.log(`ready on ${(server.address() as AddressInfo).port}`)
})
