"""How Rynek looks: the frame of every page, components, icons, style sheets and scripts.

It knows no other app. What surrounds a page (navigation, branding, bell, search box) comes
through slots: see `ground.design.slots`.
"""
