import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Hall } from './hall.ts'

/** A call of a department or supervisor to the hub itself, past the line to the terminal. */
export async function askHub(
  hall: Hall,
  method: 'GET' | 'POST',
  path: string,
  body?: unknown,
): Promise<unknown> {
  const token = await readFile(join(hall.dir, 'hub', 'keys', 'staff.token'), 'utf8')
  const response = await fetch(hall.hubUrl + path, {
    method,
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`)
  return response.json()
}
