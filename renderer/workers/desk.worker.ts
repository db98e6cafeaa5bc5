import { expose } from 'comlink'
import { z } from 'zod'
import { DeskHost } from './desk-host.ts'
import { carryCodedErrors } from './wire-errors.ts'

// The page's policy forbids eval, which zod would otherwise try for speed.
z.config({ jitless: true })
carryCodedErrors()
expose(
  new DeskHost({
    catalogueVersion: async () => {
      const { bundledCatalogue } = await import('#sync/catalogue/bundled')
      return bundledCatalogue().version
    },
  }),
)
