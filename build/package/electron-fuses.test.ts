import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { projectPath } from '../project.ts'

describe('the packed program', () => {
  it('cannot be run as Node, takes no orders from the environment, and runs nothing but its archive', () => {
    const settings: unknown = parse(readFileSync(projectPath('build', 'electron-builder.yml'), 'utf8'))
    expect(settings).toMatchObject({
      asar: true,
      electronFuses: {
        runAsNode: false,
        enableCookieEncryption: true,
        enableNodeOptionsEnvironmentVariable: false,
        enableNodeCliInspectArguments: false,
        enableEmbeddedAsarIntegrityValidation: true,
        onlyLoadAppFromAsar: true,
        grantFileProtocolExtraPrivileges: false,
      },
    })
  })
})
