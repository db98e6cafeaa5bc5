export { default as DeskView } from './DeskView.vue'
