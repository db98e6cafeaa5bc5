import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openNetworkLine, type NetworkLine } from './network-line.ts'

describe('the line between terminal and hub', () => {
  let hub: Server
  let line: NetworkLine

  beforeEach(async () => {
    hub = createServer((request, response) => {
      if (request.url === '/slow') response.write('half')
      else response.end('whole')
    })
    await new Promise<void>((listening) => hub.listen(0, '127.0.0.1', listening))
    line = await openNetworkLine((hub.address() as AddressInfo).port)
  })
  afterEach(async () => {
    await line.close()
    hub.closeAllConnections()
    await new Promise((closed) => hub.close(closed))
  })

  const ask = async (path = '/') => (await fetch(line.url + path)).text()

  it('carries a request and its answer', async () => {
    expect(line.connected).toBe(true)
    expect(await ask()).toBe('whole')
  })

  it('refuses the terminal while it is cut', async () => {
    await line.cut()
    expect(line.connected).toBe(false)
    await expect(ask()).rejects.toThrow()
  })

  it('breaks an answer that is half way through', async () => {
    const answer = await fetch(`${line.url}/slow`)
    const rest = answer.text()
    await line.cut()
    await expect(rest).rejects.toThrow()
  })

  it('works again on the same address after it is restored, however often it was cut', async () => {
    const address = line.url
    for (let round = 0; round < 3; round++) {
      await line.cut()
      await line.cut()
      await line.restore()
      await line.restore()
      expect(line.url).toBe(address)
      expect(await ask()).toBe('whole')
    }
  })
})
