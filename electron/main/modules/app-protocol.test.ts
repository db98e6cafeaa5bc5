import { describe, expect, it, vi } from 'vitest'

vi.mock('electron', () => ({ protocol: {} }))
const { contentSecurityPolicy, fileOf } = await import('./app-protocol.ts')

describe('the app scheme', () => {
  it('serves only files below its folder', () => {
    expect(fileOf('/srv/pages', 'app://terminal/')).toBe('/srv/pages/index.html')
    expect(fileOf('/srv/pages', 'app://terminal/assets/a.js?x=1')).toBe('/srv/pages/assets/a.js')
    for (const url of [
      'app://terminal/../secret',
      'app://terminal/%2e%2e/secret',
      'app://terminal/..%2fsecret',
      'app://terminal/a%00.js',
      'app://terminal/..%5csecret',
      'app://elsewhere/index.html',
      'file:///etc/passwd',
      'not a url',
    ]) {
      const file = fileOf('/srv/pages', url)
      expect(file === null || file.startsWith('/srv/pages/'), url).toBe(true)
    }
  })

  it('allows no evaluated or foreign script and no connection elsewhere', () => {
    expect(contentSecurityPolicy).not.toContain('unsafe-eval')
    expect(contentSecurityPolicy).toContain("script-src 'self'")
    expect(contentSecurityPolicy).toContain("connect-src 'self'")
    expect(contentSecurityPolicy).toContain("default-src 'none'")
  })
})
