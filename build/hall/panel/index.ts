export { networkPart, simulatorPart, type PanelPart } from './panel-part.ts'
export { startPanel, type Panel } from './panel-server.ts'
