import { shown } from '../plain-error.ts'
import { resolveElectron } from '../runtime/index.ts'
import { setUp } from './setup.ts'

try {
  setUp()
  await resolveElectron()
  console.log('Ready for npm start and npm test.')
} catch (error) {
  console.error(shown(error))
  process.exitCode = 1
}
