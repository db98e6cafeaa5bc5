// The architecture as a table: which area may import which. Arrows point one way; a contract, the
// model and the packet format import nobody but each other where the table says so.
import js from '@eslint/js'
import boundaries from 'eslint-plugin-boundaries'
import prettier from 'eslint-config-prettier'
import vue from 'eslint-plugin-vue'
import globals from 'globals'
import tseslint from 'typescript-eslint'

/** Every folder that is an area of its own; the first pattern that matches names the file's element. */
const areas = [
  ['shell-contract', 'electron/contract/**'],
  ['preload', 'electron/preload/**'],
  ['device-host', 'electron/device-host/**'],
  ['main', 'electron/main/**'],
  ['device-contract', 'devices/contract/**'],
  ['transports', 'devices/transports/**'],
  ['adapters', 'devices/adapters/**'],
  ['device-runtime', 'devices/runtime/**'],
  ['simulators', 'devices/simulators/**'],
  ['device-cli', 'devices/cli/**'],
  ['device-tests', 'devices/tests/**'],
  ['model', 'sync/model/**'],
  ['catalogue', 'sync/catalogue/**'],
  ['audit', 'sync/audit/**'],
  ['packet', 'sync/packet/**'],
  ['store', 'sync/store/**'],
  ['outbox', 'sync/outbox/**'],
  ['engine', 'sync/engine/**'],
  ['api', 'sync/api/**'],
  ['hub', 'sync/hub/**'],
  ['carry', 'sync/carry/**'],
  ['app', 'renderer/app/**'],
  ['platform', 'renderer/platform/**'],
  ['workers', 'renderer/workers/**'],
  ['paper', 'renderer/paper/**'],
  ['feature', 'renderer/features/*/**', ['feature']],
  ['ui', 'renderer/ui/**'],
  ['access', 'renderer/access/**'],
  ['messages', 'renderer/messages/**'],
  ['build', 'build/**'],
  ['tests', 'tests/**'],
]

const screens = [
  'platform',
  'workers',
  'paper',
  'ui',
  'access',
  'messages',
  'model',
  'catalogue',
  'shell-contract',
  'device-contract',
]

/** from → to. What is not listed is refused. */
const arrows = {
  'shell-contract': ['model', 'packet', 'device-contract'],
  preload: ['shell-contract'],
  'device-host': ['shell-contract', 'device-contract', 'device-runtime', 'adapters', 'transports'],
  main: ['shell-contract', 'device-contract', 'model', 'packet', 'api', 'carry', 'audit'],
  'device-contract': [],
  transports: ['device-contract'],
  adapters: ['device-contract', 'transports'],
  'device-runtime': ['device-contract', 'adapters', 'transports'],
  simulators: ['device-contract', 'adapters', 'transports'],
  'device-cli': ['device-contract', 'device-runtime', 'adapters', 'transports'],
  'device-tests': ['device-contract', 'device-runtime', 'device-cli', 'adapters', 'transports', 'simulators'],
  model: [],
  catalogue: ['model'],
  audit: ['model'],
  packet: ['model', 'audit'],
  store: ['model', 'packet', 'outbox'],
  outbox: ['model'],
  api: ['model', 'packet'],
  engine: ['model', 'packet', 'outbox', 'api'],
  hub: ['model', 'catalogue', 'packet', 'api', 'audit'],
  carry: ['model', 'packet', 'api'],
  ui: ['messages'],
  access: ['ui', 'messages'],
  messages: [],
  platform: ['shell-contract', 'device-contract', 'model', 'catalogue', 'workers', 'messages'],
  workers: ['model', 'catalogue', 'audit', 'packet', 'store', 'outbox', 'engine', 'api', 'shell-contract'],
  paper: ['platform', 'ui', 'access', 'messages', 'shell-contract', 'device-contract'],
  feature: screens,
  app: [...screens, 'feature'],
  build: [
    'shell-contract',
    'simulators',
    'hub',
    'api',
    'model',
    'packet',
    'catalogue',
    'device-contract',
    'device-runtime',
    'tests',
  ],
  tests: areas.map(([type]) => type),
}

const nodeOnly = {
  paths: [
    'fs',
    'path',
    'os',
    'net',
    'http',
    'https',
    'crypto',
    'child_process',
    'stream',
    'url',
    'util',
    'events',
    'buffer',
    'worker_threads',
    'process',
    'fs/promises',
    'timers/promises',
    'electron',
  ].flatMap((name) => [
    { name, message: 'This area runs in the page or is pure: no Node or Electron here.' },
    { name: `node:${name}`, message: 'This area runs in the page or is pure: no Node or Electron here.' },
  ]),
}

const wireLibraries = {
  paths: ['serialport', 'node-hid', 'usb', 'koffi'].map((name) => ({
    name,
    message: 'Only devices/transports/ moves bytes; import a transport instead.',
  })),
}

const wires = {
  paths: ['http', 'https', 'net', 'tls'].map((name) => ({
    name: `node:${name}`,
    message: 'Only devices/transports/ moves bytes; import a transport instead.',
  })),
}

const untracedLink = {
  name: '#devices/transports',
  importNames: ['openTransport'],
  message:
    'Use openTracedLink (adapters/traced-link.ts), so that support can see what passed; bytes stay hidden.',
}

export default tseslint.config(
  { ignores: ['node_modules/**', 'out/**'] },
  js.configs.recommended,
  ...tseslint.configs.strict,
  ...vue.configs['flat/recommended'],
  {
    files: ['**/*.{ts,vue,js,mjs}'],
    languageOptions: {
      globals: { ...globals.node, ...globals.browser, ...globals.worker },
      parserOptions: { parser: tseslint.parser, extraFileExtensions: ['.vue'] },
    },
    plugins: { boundaries },
    settings: {
      'import/resolver': { typescript: { project: ['tsconfig.json'], noWarnOnMultipleProjects: true } },
      'boundaries/elements': areas.map(([type, pattern, capture]) => ({
        type,
        pattern,
        partialMatch: false,
        ...(capture ? { capture } : {}),
      })),
    },
    rules: {
      'boundaries/dependencies': [
        'error',
        {
          default: 'disallow',
          policies: [
            ...Object.entries(arrows).map(([from, to]) => ({
              from: { element: { type: from } },
              allow: { to: { element: { type: from === 'feature' ? to : [...to, from] } } },
            })),
            {
              from: { element: { type: 'feature' } },
              allow: {
                to: { element: { type: 'feature', captured: { feature: '{{ from.captured.feature }}' } } },
              },
            },
            { from: { element: { type: '*' } }, allow: { to: { module: { origin: ['external', 'core'] } } } },
          ],
        },
      ],
      'max-lines': ['error', { max: 400, skipBlankLines: true, skipComments: true }],
      'no-restricted-imports': ['error', wireLibraries],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/no-dynamic-delete': 'off',
      'no-undef': 'off',
      'vue/multi-word-component-names': 'off',
      'vue/require-default-prop': 'off',
      eqeqeq: 'error',
    },
  },
  {
    files: ['devices/adapters/**', 'devices/runtime/**', 'devices/cli/**'],
    rules: { 'no-restricted-imports': ['error', { paths: [...wireLibraries.paths, ...wires.paths] }] },
  },
  {
    files: ['devices/adapters/**'],
    ignores: ['devices/adapters/traced-link.ts', '**/*.test.ts'],
    rules: {
      'no-restricted-imports': ['error', { paths: [...wireLibraries.paths, ...wires.paths, untracedLink] }],
    },
  },
  { files: ['devices/transports/**'], rules: { 'no-restricted-imports': 'off' } },
  {
    files: [
      'renderer/**',
      'sync/model/**',
      'sync/audit/*.ts',
      'sync/packet/**',
      'sync/store/**',
      'sync/outbox/**',
      'sync/engine/**',
      'sync/api/**',
      'sync/catalogue/*.ts',
      'electron/contract/**',
      'devices/contract/**',
    ],
    ignores: ['**/*.test.ts', '**/*.test-support.ts'],
    rules: { 'no-restricted-imports': ['error', { paths: [...wireLibraries.paths, ...nodeOnly.paths] }] },
  },
  prettier,
)
