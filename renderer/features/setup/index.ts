export { default as SetupView } from './SetupView.vue'
