"""The portal: pages for the public and for reporters."""
