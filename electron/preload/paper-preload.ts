import { contextBridge, ipcRenderer } from 'electron'
import { type PaperBridge, paperChannels } from '#shell/contract'

const bridge: PaperBridge = {
  sheet: () => ipcRenderer.invoke(paperChannels.sheet) as Promise<unknown>,
  ready: (told) => ipcRenderer.send(paperChannels.ready, told),
}

contextBridge.exposeInMainWorld('paper', bridge)
