import { projectPath } from '../project.ts'
import type { Group } from './options.ts'

/** A check that is one test: a program that must end with 0. Its output shows only when it does not. */
export interface Check {
  group: Group
  name: string
  /** JavaScript file and arguments, run by this Node. */
  args: readonly string[]
}

const bin = {
  tsc: projectPath('node_modules', 'typescript', 'bin', 'tsc'),
  vueTsc: projectPath('node_modules', 'vue-tsc', 'bin', 'vue-tsc.js'),
  eslint: projectPath('node_modules', 'eslint', 'bin', 'eslint.js'),
  prettier: projectPath('node_modules', 'prettier', 'bin', 'prettier.cjs'),
}

/** What the last check of an area found is kept in `out/`, so that the next one looks only at what has changed. */
const kept = (project: string): readonly string[] => [
  '--project',
  project,
  '--incremental',
  '--tsBuildInfoFile',
  projectPath('out', 'types', `${project.replace(/[^a-z]+/g, '-')}.tsbuildinfo`),
]

/** Every area is type-checked by itself: what one may not see, it cannot use by accident. */
const typeProjects = ['devices', 'sync', 'sync/hub', 'electron', 'build', 'tests']

/** The longest first, so that two lanes end at about the same time. */
export const checks: readonly Check[] = [
  {
    group: 'lint',
    name: 'eslint',
    args: [bin.eslint, '--config', 'build/eslint.config.js', '--max-warnings', '0', '.'],
  },
  { group: 'types', name: 'vue-tsc renderer', args: [bin.vueTsc, ...kept('renderer/tsconfig.json')] },
  {
    group: 'types',
    name: 'vue-tsc renderer tests',
    args: [bin.vueTsc, ...kept('renderer/tsconfig.tests.json')],
  },
  ...typeProjects.map((area): Check => ({
    group: 'types',
    name: `tsc ${area}`,
    args: [bin.tsc, ...kept(`${area}/tsconfig.json`)],
  })),
  {
    group: 'lint',
    name: 'prettier',
    args: [bin.prettier, '--check', '--log-level', 'warn', '.'],
  },
]
