export { default as TerminalCareView } from './TerminalCareView.vue'
