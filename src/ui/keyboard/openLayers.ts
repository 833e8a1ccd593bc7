/** What stands above the page and is closed by Escape first. `:is` forgives a browser that knows no popovers. */
export const openLayers = ':is(dialog[open], :popover-open, [role="dialog"], [role="menu"])';
