export { default as GuideView } from './GuideView.vue'
