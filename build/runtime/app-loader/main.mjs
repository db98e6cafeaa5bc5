// Laid into `resources/app` of the registry runtime, which has no default_app.asar. It does what the
// stock one does for `electron <app folder> --switches`: the first argument that is no switch names an app;
// name, version, path and user data then come from that app's package.json, and its entry is loaded.
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { app } from 'electron'

/** @param {string} sentence @returns {never} */
function refuse(sentence) {
  console.error(sentence)
  process.exit(1)
}

const named = process.argv.slice(1).find((argument) => !argument.startsWith('-'))
if (named === undefined) refuse('Usage: electron <app folder> [--switches]')

const appFolder = resolve(named)

/** @type {{ main?: string, name?: string, productName?: string, version?: string, desktopName?: string }} */
let manifest = {}
try {
  manifest = JSON.parse(readFileSync(join(appFolder, 'package.json'), 'utf8'))
} catch (error) {
  refuse(`No app in ${appFolder}: ${error instanceof Error ? error.message : String(error)}`)
}

// Not in Electron's public types, but what the stock default app calls, too.
const loading = /** @type {import('electron').App & {
  setVersion(version: string): void
  setDesktopName(name: string): void
  setAppPath(path: string): void
}} */ (app)

const name = manifest.productName ?? manifest.name
if (manifest.version) loading.setVersion(manifest.version)
if (name) loading.name = name
if (manifest.desktopName) loading.setDesktopName(manifest.desktopName)
loading.setAppPath(appFolder)
// Electron fixed the user data folder from the loader's own name before this line ran.
if (name && !app.commandLine.hasSwitch('user-data-dir')) {
  app.setPath('userData', join(app.getPath('appData'), name))
}

// Electron holds `ready` until this module has finished, so the app can still register before it.
const entry = createRequire(join(appFolder, 'package.json')).resolve(appFolder)
await import(pathToFileURL(entry).href)
