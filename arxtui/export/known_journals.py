"""Names of journals by their short names and by the beginnings of their DOIs."""

from __future__ import annotations

_IEEE_TRANSACTIONS = {
    "TPAMI": "Pattern Analysis and Machine Intelligence",
    "TIP": "Image Processing",
    "TMM": "Multimedia",
    "TMI": "Medical Imaging",
    "TGRS": "Geoscience and Remote Sensing",
    "TIFS": "Information Forensics and Security",
    "TVCG": "Visualization and Computer Graphics",
    "TCSVT": "Circuits and Systems for Video Technology",
    "TNNLS": "Neural Networks and Learning Systems",
    "TITS": "Intelligent Transportation Systems",
    "TCYB": "Cybernetics",
    "TCI": "Computational Imaging",
    "TAFFC": "Affective Computing",
    "TSP": "Signal Processing",
    "TBME": "Biomedical Engineering",
    "TIV": "Intelligent Vehicles",
    "TIM": "Instrumentation and Measurement",
    "TKDE": "Knowledge and Data Engineering",
    "TBIOM": "Biometrics, Behavior, and Identity Science",
}
"""Short name -> the subject of the IEEE Transactions."""
_OTHERS = {
    "ACCESS": "IEEE Access",
    "LRA": "IEEE Robotics and Automation Letters",
    "LSP": "IEEE Signal Processing Letters",
    "LGRS": "IEEE Geoscience and Remote Sensing Letters",
    "JBHI": "IEEE Journal of Biomedical and Health Informatics",
    "JSTARS": "IEEE Journal of Selected Topics in Applied Earth Observations and Remote Sensing",
    "JSTSP": "IEEE Journal of Selected Topics in Signal Processing",
    "JSEN": "IEEE Sensors Journal",
    "IJCV": "International Journal of Computer Vision",
    "TMLR": "Transactions on Machine Learning Research",
    "CVIU": "Computer Vision and Image Understanding",
    "MELBA": "Machine Learning for Biomedical Imaging",
}
JOURNALS = {
    **{short: f"IEEE Transactions on {name}" for short, name in _IEEE_TRANSACTIONS.items()},
    **_OTHERS,
}
"""Short name -> journal: the names of venues.py, and short names in DOIs of the IEEE."""
DOI_JOURNALS = {
    "10.1016/j.media": "Medical Image Analysis",
    "10.1016/j.patcog": "Pattern Recognition",
    "10.1016/j.neucom": "Neurocomputing",
    "10.1016/j.cviu": "Computer Vision and Image Understanding",
    "10.1016/j.patrec": "Pattern Recognition Letters",
    "10.1016/j.neunet": "Neural Networks",
    "10.1016/j.isprsjprs": "ISPRS Journal of Photogrammetry and Remote Sensing",
    "10.1016/j.eswa": "Expert Systems with Applications",
    "10.1016/j.compbiomed": "Computers in Biology and Medicine",
    "10.1016/j.imavis": "Image and Vision Computing",
    "10.1016/j.compmedimag": "Computerized Medical Imaging and Graphics",
    "10.1016/j.knosys": "Knowledge-Based Systems",
    "10.1016/j.neuroimage": "NeuroImage",
    "10.1016/j.cag": "Computers & Graphics",
    "10.1016/j.inffus": "Information Fusion",
    "10.1007/s11263": "International Journal of Computer Vision",
    "10.1111/cgf": "Computer Graphics Forum",
    "10.1038/s41598": "Scientific Reports",
    "10.1038/s41467": "Nature Communications",
    "10.1371/journal.pone": "PLOS ONE",
    "10.1002/mp": "Medical Physics",
    "10.3390/s": "Sensors",
    "10.3390/rs": "Remote Sensing",
    "10.3390/app": "Applied Sciences",
    "10.3390/jimaging": "Journal of Imaging",
    "10.1364/oe": "Optics Express",
    "10.59275/j.melba": "Machine Learning for Biomedical Imaging",
}
"""Beginning of a DOI, up to the first digit, dot or hyphen after it -> journal (the commonest in
cs.CV).
"""
