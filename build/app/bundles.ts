import type { InlineConfig } from 'vite'
import {
  deviceHostConfig,
  mainConfig,
  paperPreloadConfig,
  preloadConfig,
  rendererConfig,
} from '../vite/index.ts'

/** One of the bundles below out/app/. */
export interface Bundle {
  name: 'main' | 'preload' | 'paper-preload' | 'device-host' | 'renderer'
  /** What the developer changes to change this bundle: folders and files of the project. */
  inputs: readonly string[]
  /** The file that proves that the bundle is there, below out/app/. */
  output: string
  config(mode: string): InlineConfig
}

const everywhere = ['package.json', 'package-lock.json', 'vite.config.ts', 'build/vite']

/** The app's bundles; the slow one first, so that the others run beside it. */
export const bundles: readonly Bundle[] = [
  {
    name: 'renderer',
    inputs: ['renderer', 'sync', 'electron/contract', 'devices/contract', ...everywhere],
    output: 'renderer/index.html',
    config: (mode) => ({ ...rendererConfig(), configFile: false, mode }),
  },
  {
    name: 'main',
    inputs: ['electron', 'sync', 'devices/contract', ...everywhere],
    output: 'main/main.js',
    config: mainConfig,
  },
  {
    name: 'device-host',
    inputs: ['electron', 'devices', 'sync', ...everywhere],
    output: 'device-host/device-host.js',
    config: deviceHostConfig,
  },
  {
    name: 'preload',
    inputs: ['electron', 'sync', 'devices/contract', ...everywhere],
    output: 'preload/preload.cjs',
    config: preloadConfig,
  },
  {
    name: 'paper-preload',
    inputs: ['electron', 'sync', 'devices/contract', ...everywhere],
    output: 'paper-preload/paper-preload.cjs',
    config: paperPreloadConfig,
  },
]
