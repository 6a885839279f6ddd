import type { Theme } from 'vitepress';
import DefaultTheme from 'vitepress/theme';
import { Picture } from './picture.js';

const theme: Theme = {
  extends: DefaultTheme,
  enhanceApp: ({ app }) => {
    app.component('Picture', Picture);
  },
};
export default theme;
